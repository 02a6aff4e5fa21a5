package io.camelnextmv.limits;

import io.camelnextmv.limits.AccountLimits.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one account may still ask for: who may send a request now, and who comes next. There is a line for each {@link Use},
 * and in each the first comes first. Where all requests together are what is short, whoever has waited longest comes first,
 * in whatever line. When the service says that it was too much (429), all wait. Safe for many threads; has none of its own.
 */
public final class Budget {
    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);
    /** Nothing that an answer says holds everything up for longer. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** Those who are told to come back come a little sooner than they can all be served: some do not come here. */
    private static final double SOONER = 0.8;
    private final Map<Kind, Pace> paces = new EnumMap<>(Kind.class);
    private final Map<Use, LinkedHashSet<Turn>> lines = new EnumMap<>(Use.class);
    private final Map<Use, Long> told = new EnumMap<>(Use.class);
    private final Duration pause;
    private final LongSupplier nanos;
    private long asked;
    private Optional<Long> pausedUntil = Optional.empty();

    /**
     * @param limits the limits
     * @param pause  for how long all wait after a 429 that does not say how long
     * @param nanos  a clock that does not jump, in ns
     */
    public Budget(AccountLimits limits, Duration pause, LongSupplier nanos) {
        this.pause = pause;
        this.nanos = nanos;
        limits.limits().forEach((kind, limit) -> paces.put(kind, new Pace(limit, limits.share(), nanos.getAsLong())));
        for (Use use : Use.values()) {
            lines.put(use, new LinkedHashSet<>());
        }
    }

    /**
     * Takes a turn, if there is one for whoever asks now, and nobody waits for it.
     *
     * @param use what the request uses
     * @return its turn, which is counted; empty where it must stand in line
     */
    public synchronized Optional<Turn> take(Use use) {
        long now = nanos.getAsLong();
        if (!lines.get(use).isEmpty() || untilDue(use, now) > 0 || heads().anyMatch(turn -> waitsForAnyRequest(turn, now))) {
            return Optional.empty();
        }
        Turn turn = new Turn(use, asked++);
        pass(turn, now);
        return Optional.of(turn);
    }

    /** Whether it lacks nothing but what every request needs. */
    private boolean waitsForAnyRequest(Turn turn, long now) {
        return turn.use().kinds().stream().filter(kind -> kind != Kind.REQUESTS).map(paces::get)
                .allMatch(pace -> pace == null || pace.untilDue(now) == 0);
    }

    /**
     * Stands in line.
     *
     * @param use what the request uses
     * @return the place in the line, until {@link #next} gives it back or it is {@link #leave left}
     */
    public synchronized Turn stand(Use use) {
        Turn turn = new Turn(use, asked++);
        lines.get(use).add(turn);
        return turn;
    }

    /**
     * Leaves the line.
     *
     * @param turn a place in it
     * @return whether it was still waited for
     */
    public synchronized boolean leave(Turn turn) {
        return lines.get(turn.use()).remove(turn);
    }

    /**
     * Whose turn it is.
     *
     * @param open whether a line goes on at the moment
     * @return whoever may send a request now, and is counted; empty where nobody may or nobody waits
     */
    public synchronized Optional<Turn> next(Predicate<Use> open) {
        long now = nanos.getAsLong();
        Optional<Turn> due = heads().filter(turn -> open.test(turn.use())).filter(turn -> untilDue(turn.use(), now) == 0)
                .min(Comparator.comparingLong(turn -> turn.number));
        due.ifPresent(turn -> {
            lines.get(turn.use()).remove(turn);
            pass(turn, now);
        });
        return due;
    }

    /**
     * How long it is until somebody's turn comes.
     *
     * @param open whether a line goes on at the moment
     * @return the time; empty where nobody waits
     */
    public synchronized Optional<Duration> untilNext(Predicate<Use> open) {
        long now = nanos.getAsLong();
        return heads().map(Turn::use).filter(open).map(use -> Duration.ofNanos(untilDue(use, now)))
                .min(Comparator.naturalOrder());
    }

    private Stream<Turn> heads() {
        return lines.values().stream().filter(line -> !line.isEmpty()).map(line -> line.iterator().next());
    }

    /**
     * When to come back, for whoever cannot stay in a line: each who asks is told a later time, as if they stood in one.
     *
     * @param use what the request uses
     * @return the time until then
     */
    public synchronized Duration comeBackIn(Use use) {
        long now = nanos.getAsLong();
        long due = now + untilDue(use, now);
        long interval = kinds(use).stream().mapToLong(Pace::interval).max().orElse(0);
        long last = told.getOrDefault(use, due - interval) + Math.round(interval * SOONER);
        long time = last - due > 0 ? last : due;
        told.put(use, time);
        return Duration.ofNanos(time - now);
    }

    /**
     * Counts a request that does not wait: a cancellation, a probe, one of somebody who was woken.
     *
     * @param use what it uses
     */
    public synchronized void count(Use use) {
        pass(new Turn(use, asked++), nanos.getAsLong());
    }

    private void pass(Turn turn, long now) {
        kinds(turn.use()).forEach(pace -> turn.passed.put(pace, pace.pass(now)));
    }

    /**
     * The request is sent whose turn it was.
     *
     * @param turn its turn
     */
    public synchronized void sent(Turn turn) {
        long now = nanos.getAsLong();
        turn.passed.forEach((pace, number) -> pace.sent(number, now));
    }

    private Collection<Pace> kinds(Use use) {
        return use.kinds().stream().filter(paces::containsKey).map(paces::get).toList();
    }

    /**
     * @param use what a request uses
     * @return how long it is until there is a turn for it, if nobody else takes it
     */
    synchronized Duration untilDue(Use use) {
        return Duration.ofNanos(untilDue(use, nanos.getAsLong()));
    }

    private long untilDue(Use use, long now) {
        long due = kinds(use).stream().mapToLong(pace -> pace.untilDue(now)).max().orElse(0);
        return Math.max(due, pausedUntil.map(until -> until - now).orElse(0L));
    }

    /**
     * The service says that it was too much: nobody's turn comes before that is over, whoever waits already included.
     *
     * @param retryAfter how long the service asks to wait; what is left is the longer of that and what was asked before
     */
    public synchronized void slowDown(Optional<Duration> retryAfter) {
        long now = nanos.getAsLong();
        Duration asks = retryAfter.filter(time -> !time.isZero() && !time.isNegative()).orElse(pause);
        Duration time = asks.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asks;
        long until = now + time.toNanos();
        boolean already = slowed().isPresent();
        if (!already || until - pausedUntil.orElseThrow() > 0) {
            pausedUntil = Optional.of(until);
        }
        if (!already) {
            LOG.info("The service asks to slow down (429): all requests wait for {} ms; cancellations do not.",
                    time.toMillis());
        }
    }

    /** @return for how long all wait because the service has asked for it; empty where they do not */
    public synchronized Optional<Duration> slowed() {
        long now = nanos.getAsLong();
        return pausedUntil.filter(until -> until - now > 0).map(until -> Duration.ofNanos(until - now));
    }

    /** @return how many wait for a turn */
    public synchronized int waiting() {
        return lines.values().stream().mapToInt(LinkedHashSet::size).sum();
    }

    /**
     * @param use what their requests use
     * @return how many of those wait for a turn
     */
    public synchronized int waiting(Use use) {
        return lines.get(use).size();
    }

    /** @return how much of each limit is used, for whoever looks: the command status, the health, metrics */
    public synchronized List<Usage> usage() {
        long now = nanos.getAsLong();
        List<Usage> usages = new ArrayList<>();
        paces.forEach((kind, pace) -> usages.add(new Usage(kind.word(), Math.round(pace.used(now) * 10) / 10.0, pace.ours(),
                pace.limit().period(), lines.entrySet().stream().filter(line -> line.getKey().kinds().contains(kind))
                        .mapToInt(line -> line.getValue().size()).sum())));
        return usages;
    }
}
