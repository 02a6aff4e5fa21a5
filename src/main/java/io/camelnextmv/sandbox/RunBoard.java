package io.camelnextmv.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * All runs, the queue of those that wait, and those that run: at most as many as there is capacity for, priority 1
 * first, older ones first among equals.
 */
final class RunBoard {
    private final int concurrency;
    private final Duration listLag;
    private final BiConsumer<Run, RunBoard> starter;
    private final BiConsumer<Run, RunStatus> listener;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, List<Run>> byApplication = new HashMap<>();
    private final Map<String, Waiting> active = new LinkedHashMap<>();
    private final PriorityQueue<Waiting> queue = new PriorityQueue<>();
    private long arrivals;
    private int running;

    /**
     * @param starter  told of each run that starts
     * @param listener told of each run whose status has changed; both are called outside of the lock
     */
    RunBoard(int concurrency, Duration listLag, BiConsumer<Run, RunBoard> starter, BiConsumer<Run, RunStatus> listener) {
        this.concurrency = concurrency;
        this.listLag = listLag;
        this.starter = starter;
        this.listener = listener;
    }

    /** Takes a run in and starts it if there is capacity. */
    void add(Run run) throws Refused {
        synchronized (this) {
            if (run.request().configuration().queuingDisabled() && running >= concurrency) {
                throw new Refused(429, "no capacity is free and queuing is disabled for this run");
            }
            remember(run);
            Waiting waiting = new Waiting(run, arrivals++);
            active.put(run.id(), waiting);
            queue.add(waiting);
        }
        listener.accept(run, RunStatus.QUEUED);
        startNext();
    }

    /** Takes in a run that has ended elsewhere. */
    void addEnded(Run run, Outcome outcome) {
        synchronized (this) {
            run.ended(outcome);
            remember(run);
        }
        listener.accept(run, outcome.status());
    }

    /** Ends a running run; false if it is not running (any more): the outcome is not used then. */
    boolean finish(Run run, Outcome outcome) {
        synchronized (this) {
            if (run.status() != RunStatus.RUNNING) {
                return false;
            }
            end(run, outcome);
        }
        listener.accept(run, outcome.status());
        startNext();
        return true;
    }

    /** Cancels a queued or running run; false if it has ended. */
    boolean cancel(Run run) {
        synchronized (this) {
            if (!run.status().active()) {
                return false;
            }
            end(run, Outcome.canceled());
        }
        listener.accept(run, RunStatus.CANCELED);
        startNext();
        return true;
    }

    /** Forgets a run; one that is queued or running ends without a word. False if it is gone already. */
    boolean delete(Run run) {
        synchronized (this) {
            if (runs.remove(run.id()) == null) {
                return false;
            }
            byApplication.get(run.application()).remove(run);
            if (run.status().active()) {
                end(run, Outcome.canceled());
            }
        }
        startNext();
        return true;
    }

    synchronized Optional<Run> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    synchronized List<Run> all() {
        return List.copyOf(runs.values());
    }

    /**
     * A page of an application's runs, newest first.
     *
     * @param before the place of the oldest run of the page before; {@link Integer#MAX_VALUE} for the first page
     */
    synchronized Page page(String application, long before, int limit) {
        Instant listed = Run.now().minus(listLag);
        List<Run> all = byApplication.getOrDefault(application, List.of());
        List<Run> page = new ArrayList<>(limit);
        int at = (int) Math.min(before, all.size()) - 1;
        for (; at >= 0 && page.size() < limit; at--) {
            if (!all.get(at).created().isAfter(listed)) {
                page.add(all.get(at));
            }
        }
        return new Page(page, at < 0 ? Optional.empty() : Optional.of(at + 1L));
    }

    /**
     * A page.
     *
     * @param runs its runs
     * @param next the place where the next page begins; empty where there is none
     */
    record Page(List<Run> runs, Optional<Long> next) {
    }

    /**
     * A page of the queued and running runs of all applications, oldest first.
     *
     * @param from the place of its first one, 0 for the first page
     */
    synchronized Page active(long from, int limit) {
        Instant listed = Run.now().minus(listLag);
        List<Waiting> rest = active.values().stream().filter(waiting -> waiting.intake() >= from)
                .filter(waiting -> !waiting.run().created().isAfter(listed)).limit(limit + 1L).toList();
        return new Page(rest.stream().limit(limit).map(Waiting::run).toList(),
                rest.size() > limit ? Optional.of(rest.get(limit).intake()) : Optional.empty());
    }

    /** The applications that have runs. */
    synchronized Set<String> applications() {
        return Set.copyOf(byApplication.keySet());
    }

    private void remember(Run run) {
        runs.put(run.id(), run);
        byApplication.computeIfAbsent(run.application(), application -> new ArrayList<>()).add(run);
    }

    private void end(Run run, Outcome outcome) {
        if (run.status() == RunStatus.RUNNING) {
            running--;
        }
        active.remove(run.id());
        // A canceled run stays in the queue until its turn, which costs less than looking for it now.
        run.ended(outcome);
    }

    private void startNext() {
        List<Run> starting = new ArrayList<>();
        synchronized (this) {
            while (running < concurrency && !queue.isEmpty()) {
                Run next = queue.remove().run();
                if (next.status() == RunStatus.QUEUED) {
                    running++;
                    next.started();
                    starting.add(next);
                }
            }
        }
        for (Run run : starting) {
            listener.accept(run, RunStatus.RUNNING);
            starter.accept(run, this);
        }
    }

    private record Waiting(Run run, long intake) implements Comparable<Waiting> {
        private static final Comparator<Waiting> ORDER = Comparator
                .comparingInt((Waiting waiting) -> waiting.run().request().configuration().priority())
                .thenComparingLong(Waiting::intake);

        @Override
        public int compareTo(Waiting other) {
            return ORDER.compare(this, other);
        }
    }
}
