package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Whose;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens when nothing gets through, and closes at the first success. While it is open nobody asks the service but one
 * probe at a time, with growing delays; so nothing is picked up, and what waits does not use up its tries.
 *
 * <p>Refused settings (key, application) open it at once; faults of the service when several come in a row with no
 * success in between.
 */
public final class OutageSwitch {
    private static final Logger LOG = LoggerFactory.getLogger(OutageSwitch.class);
    private static final int IN_A_ROW = 5;
    /** A probe that has not ended by then never will: longer than any answer takes. */
    private static final Duration LOST = Duration.ofMinutes(10);

    private final Duration firstDelay;
    private final Duration maxDelay;
    private final Clock clock;
    private int failures;
    private int probes;
    private boolean probing;
    private Instant probingSince = Instant.EPOCH;
    private Duration delay = Duration.ZERO;
    private Optional<Outage> outage = Optional.empty();
    private Instant lastOpen = Instant.EPOCH;

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
     * @param firstDelay the delay before the first probe
     * @param maxDelay   the longest delay between two probes
     * @param clock      the time
     */
    public OutageSwitch(Duration firstDelay, Duration maxDelay, Clock clock) {
        this.firstDelay = firstDelay;
        this.maxDelay = maxDelay;
        this.clock = clock;
    }

    /**
     * To be asked before a request.
     *
     * @throws Fault {@link Whose#PAUSED} while the switch is open, with the time until the next probe
     */
    public synchronized void pass() {
        if (outage.isPresent()) {
            throw new Fault(Whose.PAUSED, 0, "nothing gets through to the service since " + outage.get().since() + ": "
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
        failures = 0;
        probing = false;
        outage.ifPresent(was -> {
            LOG.info("The service answers again, after {} s: going on.",
                    Duration.between(was.since(), clock.instant()).toSeconds());
            lastOpen = clock.instant();
        });
        outage = Optional.empty();
    }

    /**
     * A request did not get through.
     *
     * @param fault what it met
     */
    public synchronized void failure(Fault fault) {
        // What is forbidden elsewhere says nothing of the key: whoever asked sees to it by asking here.
        if (fault.whose() == Whose.PAUSED || fault.whose() == Whose.FORBIDDEN) {
            return;
        }
        // The probe asks for the application's runs: where these are not found, it is the application that is not.
        if (fault.whose() == Whose.REQUEST || fault.whose() == Whose.BUSY
                || fault.whose() == Whose.NOT_FOUND && !probing) {
            success();
            return;
        }
        failures++;
        if (outage.isPresent()) {
            if (probing) {
                probing = false;
                probes++;
                outage = Optional.of(new Outage(outage.get().since(), fault.getMessage(), next(fault)));
                LOG.info("Still nothing gets through: {}. Next try at {}.", fault.getMessage(),
                        outage.get().nextProbe());
            }
        } else if (fault.whose() == Whose.SETTINGS || failures >= IN_A_ROW) {
            // What breaks again right after it was mended is tried less and less often, not from the start.
            boolean again = lastOpen.plus(maxDelay).isAfter(clock.instant());
            probes = again ? probes + 1 : 0;
            outage = Optional.of(new Outage(clock.instant().truncatedTo(ChronoUnit.MILLIS), fault.getMessage(),
                    next(fault)));
            LOG.warn("{}: {}. Picking up pauses, inputs stay where they are, nothing is lost; next try at {}.",
                    fault.whose() == Whose.SETTINGS ? "The settings need mending" : "Nothing gets through",
                    fault.getMessage(), outage.get().nextProbe());
        }
    }

    private Instant next(Fault fault) {
        Duration own = firstDelay.multipliedBy(1L << Math.min(probes, 20));
        own = own.compareTo(maxDelay) > 0 ? maxDelay : own;
        Duration asked = fault.retryAfter().orElse(Duration.ZERO);
        delay = own.compareTo(asked) > 0 ? own : asked;
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(delay);
    }

    /**
     * Asks for the right to send the one probe; its end is told by {@link #success()} or {@link #failure(Fault)}.
     *
     * @return whether a probe is due and nobody else sends it
     */
    public synchronized boolean probe() {
        boolean sent = probing && clock.instant().isBefore(probingSince.plus(LOST));
        if (sent || outage.isEmpty() || !untilNextProbe().isZero()) {
            return false;
        }
        probing = true;
        probingSince = clock.instant();
        return true;
    }

    /** @return the outage, while nothing gets through */
    public synchronized Optional<Outage> outage() {
        return outage;
    }

    /** @return whether requests are sent as usual */
    public boolean isClosed() {
        return outage().isEmpty();
    }
}
