package io.camelnextmv.ticket;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What happens again and again is said once, and then now and then, with how often it has happened: a log must not be
 * filled by one stray file. Safe for many threads.
 */
public final class Repeated {
    /** Of so many different things at most is it known that they were said; of more, the oldest is forgotten. */
    private static final int KNOWN = 1000;
    private final long pause;
    private final LongSupplier nanos;
    private final Map<String, Told> told = new LinkedHashMap<>();

    private record Told(long at, long since) {
    }

    /** Says the same thing at most every 10 minutes. */
    public Repeated() {
        this(Duration.ofMinutes(10), System::nanoTime);
    }

    /**
     * @param pause how long the same thing is not said again
     * @param nanos a time in ns that does not jump
     */
    Repeated(Duration pause, LongSupplier nanos) {
        this.pause = pause.toNanos();
        this.nanos = nanos;
    }

    /**
     * Something has happened.
     *
     * @param what  what is one and the same when it happens again
     * @param words says it, given what is to stand behind the sentence: nothing the first time, then a count
     */
    public void say(String what, Consumer<String> words) {
        String behind;
        synchronized (this) {
            long now = nanos.getAsLong();
            Told last = told.get(what);
            if (last != null && now - last.at() < pause) {
                told.put(what, new Told(last.at(), last.since() + 1));
                return;
            }
            told.remove(what);
            told.put(what, new Told(now, 0));
            if (told.size() > KNOWN) {
                told.remove(told.keySet().iterator().next());
            }
            behind = last == null ? "" : " (" + (last.since() + 1) + " times more since it was said last)";
        }
        words.accept(behind);
    }

    /**
     * Something has ended.
     *
     * @param what what was said of it
     * @return whether anything was; the next time is a first time
     */
    public synchronized boolean isOver(String what) {
        return Optional.ofNullable(told.remove(what)).isPresent();
    }
}
