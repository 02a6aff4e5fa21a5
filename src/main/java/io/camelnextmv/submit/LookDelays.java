package io.camelnextmv.submit;

import io.camelnextmv.retry.Backoff;
import io.camelnextmv.ticket.Doubt;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * When a run in doubt is looked for: {@value Finding#LOOKS} times, over seven times the first delay, since the service may
 * register a run late.
 *
 * @param first the delay between the first look and the second; each further one is twice as long
 */
record LookDelays(Duration first) {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LATER = Duration.ofSeconds(1);
    /** So many times the first delay, which is more than any of them is. */
    private static final int LONGEST = 100;

    /** What lies between two looks of one application at least. */
    Duration apart() {
        return shorter(pause(), LATER);
    }

    /** After which it is looked whether somebody else's look tells by now. */
    Duration pause() {
        return first.dividedBy(Finding.LOOKS);
    }

    /** The longer a page takes, the less often it is asked whether it has come. */
    static Duration soon(Duration silence) {
        long least = Math.max(SOON.toMillis(), shorter(silence, LATER).toMillis());
        return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(least));
    }

    /**
     * For how long a visitor must be looked for yet. Its delays are kept by its broker and measured by the clocks of several
     * gateways, any of which may be wrong: the service's own clock must say too that it was looked for long enough, to the
     * second.
     */
    Duration lacks(Doubt doubt, Instant now) {
        Duration time = Duration.between(doubt.since().orElse(now), now);
        Duration lacks = IntStream.range(0, Finding.LOOKS - 1).mapToObj(growing()::whole)
                .reduce(Duration.ofSeconds(1), Duration::plus).minus(time);
        return lacks.isNegative() ? Duration.ZERO : lacks;
    }

    /** Until the next look for a ticket. */
    Duration next(Finding found) {
        Duration delay = growing().whole(found.doubt().looks() - 1);
        // A second more than it lacks: the service tells its time in seconds.
        Duration lacks = found.lacks().isZero() ? found.lacks() : found.lacks().plusSeconds(1);
        return lacks.compareTo(delay) > 0 ? lacks : delay;
    }

    /** Without jitter: the service may need the whole of it. */
    private Backoff growing() {
        return new Backoff(first, 2, first.multipliedBy(LONGEST));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
