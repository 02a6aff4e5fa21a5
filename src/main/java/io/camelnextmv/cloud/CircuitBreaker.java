package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one service: it opens when nothing gets through, and closes at the first success. While it is
 * open nobody asks the service but one probe at a time, with growing delays.
 *
 * <p>Faults of requests do not open it, however many there are: they may be those of one run or one application. Several
 * in a row with no success in between make it suspect; then a probe asks for something that every account has, and opens
 * it if that fails too. Refused settings (key, application) open it at once.
 */
public final class CircuitBreaker {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);
    private static final int IN_A_ROW = 5;
    /** A probe that has not ended by then never will: longer than any answer takes. */
    private static final Duration LOST = Duration.ofMinutes(10);

    private final String service;
    private final String consequence;
    private final Duration firstDelay;
    private final Duration maxDelay;
    private final IntFunction<Duration> delays;
    private final Clock clock;
    private boolean suspect;
    private boolean settings;
    private Instant cleared = Instant.EPOCH;
    private int failures;
    private int probes;
    private boolean probing;
    private Instant probingSince = Instant.EPOCH;
    private Duration delay = Duration.ZERO;
    private Optional<Outage> outage = Optional.empty();
    private Instant lastOpen = Instant.EPOCH;
    private Duration openBefore = Duration.ZERO;
    private Duration openAsSaid = Duration.ZERO;
    private Instant lastSuccess = Instant.EPOCH;

    /**
     * An outage.
     *
     * @param since     since when nothing gets through
     * @param reason    what the last request met
     * @param nextProbe when it is tried again
     */
    public record Outage(Instant since, String reason, Instant nextProbe) {
    }

    /**
     * @param service     what it is called in the log
     * @param consequence what happens while it is open, for the log
     * @param firstDelay  about how long it is to the first probe
     * @param maxDelay    the longest delay between two probes
     * @param delays      the delay before a probe, after a number of earlier ones
     * @param clock       the time
     */
    public CircuitBreaker(String service, String consequence, Duration firstDelay, Duration maxDelay,
            IntFunction<Duration> delays, Clock clock) {
        this.service = service;
        this.consequence = consequence;
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
        this.delays = delays;
        this.clock = clock;
    }

    /**
     * To be asked before a request.
     *
     * @throws Fault {@link Kind#PAUSED} while it is open, with the time until the next probe
     */
    public synchronized void pass() {
        if (outage.isPresent()) {
            throw new Fault(Kind.PAUSED, 0, "nothing gets through to " + service + " since " + outage.get().since() + ": "
                    + outage.get().reason(), Optional.of(untilNextProbe()));
        }
    }

    /** Never longer than was decided when there was an outage: a clock that was set back does not put it off. */
    private Duration untilNextProbe() {
        Duration wait = Duration.between(clock.instant(), outage.orElseThrow().nextProbe());
        return wait.isNegative() || wait.compareTo(delay) > 0 ? Duration.ZERO : wait;
    }

    /** A request got through, whatever it was answered. */
    public synchronized void success() {
        lastSuccess = clock.instant();
        failures = 0;
        probing = false;
        if (suspect) {
            suspect = false;
            cleared = clock.instant();
        }
        outage.ifPresent(was -> {
            LOG.info("{} answers again, after {} s: going on.", sentence(),
                    Duration.between(was.since(), clock.instant()).toSeconds());
            lastOpen = clock.instant();
            openBefore = openFor();
        });
        outage = Optional.empty();
    }

    private String sentence() {
        return Character.toUpperCase(service.charAt(0)) + service.substring(1);
    }

    /**
     * A request did not get through.
     *
     * @param fault what it met
     */
    public synchronized void failure(Fault fault) {
        if (fault.kind() == Kind.PAUSED) {
            return;
        }
        if (fault.kind() == Kind.FORBIDDEN) {
            // What is forbidden elsewhere, or of one run, need not be the key's fault: the probe tells.
            suspect = suspect || outage.isEmpty() && !justCleared();
            return;
        }
        boolean answered = fault.kind() == Kind.REQUEST || fault.kind() == Kind.BUSY
                || fault.kind() == Kind.NOT_FOUND;
        if (outage.isPresent()) {
            // What was on its way when it opened. That something is not known says nothing of settings that are refused.
            if (answered && !settings) {
                success();
            }
        } else if (answered) {
            success();
        } else if (fault.kind() == Kind.SETTINGS) {
            open(fault);
        } else if (++failures >= IN_A_ROW && !suspect && !justCleared()) {
            suspect = true;
            LOG.debug("{} is suspect: {} requests in a row have failed, the last one with: {}", sentence(), failures,
                    fault.getMessage());
        }
    }

    /** A probe a while is enough where it shows again and again that it is not the service that fails. */
    private boolean justCleared() {
        Duration since = Duration.between(cleared, clock.instant());
        return !since.isNegative() && since.compareTo(firstDelay) < 0;
    }

    /**
     * The probe did not get through either.
     *
     * @param fault what it met
     */
    public synchronized void probeFailed(Fault fault) {
        if (!probing) {
            // Meanwhile something else got through.
            return;
        }
        probing = false;
        if (outage.isEmpty()) {
            open(fault);
            return;
        }
        probes++;
        outage = Optional.of(new Outage(outage.get().since(), fault.getMessage(), next(fault)));
        LOG.info("Still nothing gets through to {}: {}. Next try at {}.", service, fault.getMessage(),
                outage.get().nextProbe());
    }

    private void open(Fault fault) {
        suspect = false;
        settings = fault.kind() == Kind.SETTINGS || fault.kind() == Kind.NOT_FOUND;
        // What breaks again right after it was mended is tried less and less often, not from the start.
        boolean again = lastOpen.plus(maxDelay).isAfter(clock.instant());
        probes = again ? probes + 1 : 0;
        outage = Optional.of(new Outage(clock.instant().truncatedTo(ChronoUnit.MILLIS), fault.getMessage(),
                next(fault)));
        LOG.warn("{}: {}. {}, nothing is lost; next try at {}.",
                settings ? "The settings need mending" : "Nothing gets through to " + service, fault.getMessage(),
                consequence, outage.get().nextProbe());
    }

    private Instant next(Fault fault) {
        Duration own = delays.apply(probes);
        Duration asked = fault.retryAfter().orElse(Duration.ZERO);
        delay = own.compareTo(asked) > 0 ? own : asked;
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(delay);
    }

    /** @return whether a probe is due and nobody sends it: only a look, which gives no right to send it */
    public synchronized boolean isProbeDue() {
        boolean sent = probing && clock.instant().isBefore(probingSince.plus(LOST));
        return !sent && (suspect || outage.isPresent() && untilNextProbe().isZero());
    }

    /**
     * Asks for the right to send the one probe; its end is told by {@link #success()} or
     * {@link #probeFailed(Fault)}.
     *
     * @return whether a probe is due and nobody else sends it
     */
    public synchronized boolean probe() {
        if (!isProbeDue()) {
            return false;
        }
        probing = true;
        probingSince = clock.instant();
        return true;
    }

    /** What was refused may be mended by now: the next probe is due. */
    public synchronized void probeSoon() {
        outage = outage.map(now -> new Outage(now.since(), now.reason(), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** @return whether it is refused settings that keep it open: only what was refused tells whether they are mended */
    public synchronized boolean isAboutSettings() {
        return outage.isPresent() && settings;
    }

    /** @return when the last request, of whomever, got through; the epoch if none has since the start */
    public synchronized Instant lastSuccess() {
        return lastSuccess;
    }

    /** @return when the last outage was over; empty where there was none since the start, or it lasts */
    public synchronized Optional<Instant> overSince() {
        return outage.isPresent() || lastOpen.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(lastOpen);
    }

    /** @return the outage, while nothing gets through */
    public synchronized Optional<Outage> outage() {
        return outage;
    }

    /**
     * @return for how long it was open since the start, all outages together; one that goes on counts until now. It never
     *         gets less: a counter that does is taken for that of another process
     */
    public synchronized Duration openFor() {
        Duration now = outage.map(since -> Duration.between(since.since(), clock.instant())).orElse(Duration.ZERO);
        Duration all = now.isNegative() ? openBefore : openBefore.plus(now);
        openAsSaid = all.compareTo(openAsSaid) > 0 ? all : openAsSaid;
        return openAsSaid;
    }

    /** @return whether requests are sent as usual */
    public boolean isClosed() {
        return outage().isEmpty();
    }
}
