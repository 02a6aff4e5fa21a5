package io.camelnextmv.retry;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.BlockingQueueFactory;

/**
 * Makes the queues before steps, {@code seda:}. Whoever waits at one waits until something comes or a stop wakes it. Camel's
 * own looks up every {@code pollTimeout}, whether it is to end: each of a dozen threads ten times a second, or a stop takes
 * longer.
 */
public final class StepQueues implements BlockingQueueFactory<Exchange> {
    /** Where one route alone is stopped nobody wakes it: so long it is waited for then, as for a stop of all. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(2);
    private final Queue<StepQueue> made = new ConcurrentLinkedQueue<>();
    private volatile boolean lettingGo;

    private final class StepQueue extends LinkedBlockingQueue<Exchange> {
        private static final long serialVersionUID = 1L;
        private final transient Set<Thread> waiting = new HashSet<>();

        StepQueue(int capacity) {
            super(capacity);
        }

        @Override
        public Exchange poll(long timeout, TimeUnit unit) throws InterruptedException {
            Exchange next = poll();
            if (next != null || !waits()) {
                return next != null ? next : super.poll(timeout, unit);
            }
            try {
                return super.poll(Math.max(LONGEST, unit.toNanos(timeout)), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                if (lettingGo) {
                    return null;
                }
                throw e;
            } finally {
                waitsNoLonger();
            }
        }

        /** Whether it may be long; not once a stop has begun. */
        private boolean waits() {
            synchronized (waiting) {
                return !lettingGo && waiting.add(Thread.currentThread());
            }
        }

        private void waitsNoLonger() {
            synchronized (waiting) {
                if (!waiting.remove(Thread.currentThread())) {
                    // It was woken although something had come: no step is to meet an interruption that was none of its own.
                    Thread.interrupted();
                }
            }
        }

        private void wake() {
            synchronized (waiting) {
                waiting.forEach(Thread::interrupt);
                waiting.clear();
            }
        }
    }

    @Override
    public BlockingQueue<Exchange> create() {
        return create(Integer.MAX_VALUE);
    }

    @Override
    public BlockingQueue<Exchange> create(int capacity) {
        StepQueue queue = new StepQueue(capacity);
        made.add(queue);
        return queue;
    }

    /** At a stop: nobody waits for long any more, at any of the queues. */
    public void letGo() {
        lettingGo = true;
        made.forEach(StepQueue::wake);
    }
}
