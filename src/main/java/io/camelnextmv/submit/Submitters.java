package io.camelnextmv.submit;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;

/**
 * The threads that submit: as many as there are submissions, those that hang included, and none when there is nothing to
 * do. How many that may be is the care of {@link SubmitSlots}. They end by themselves, and keep no process from ending.
 */
public final class Submitters extends ThreadPoolExecutor {
    private static final int IDLE_SECONDS = 2;

    /** Without threads, until there is something to do. */
    public Submitters() {
        super(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
                new DefaultThreadFactory("nextmv-submit", true));
    }
}
