package io.camelnextmv.sandbox;

import java.util.List;
import java.util.function.LongSupplier;

/** The limits that the sandbox enforces. Safe for many threads. */
final class TokenBuckets {
    private static final int TOO_MANY = 429;
    private final List<Bucket> buckets;
    private final LongSupplier nanos;

    private static final class Bucket {
        private final RateLimit limit;
        private double tokens;
        private long filled;

        Bucket(RateLimit limit, long now) {
            this.limit = limit;
            tokens = limit.most();
            filled = now;
        }

        void fill(long now) {
            tokens = Math.min(limit.most(), tokens + perNano() * (now - filled));
            filled = now;
        }

        double perNano() {
            return limit.most() / (double) limit.per().toNanos();
        }

        long secondsLeft() {
            return Math.max(1, (long) Math.ceil((1 - tokens) / perNano() / 1e9));
        }
    }

    TokenBuckets(List<RateLimit> limits, LongSupplier nanos) {
        this.nanos = nanos;
        long now = nanos.getAsLong();
        buckets = limits.stream().map(limit -> new Bucket(limit, now)).toList();
    }

    /** @throws Refused 429 if there are too many of its kind */
    synchronized void take(Endpoint endpoint) throws Refused {
        long now = nanos.getAsLong();
        List<Bucket> its = buckets.stream().filter(bucket -> bucket.limit.what().counts(endpoint)).toList();
        its.forEach(bucket -> bucket.fill(now));
        for (Bucket bucket : its) {
            if (bucket.tokens < 1) {
                throw new Refused(TOO_MANY, "too many " + bucket.limit.what().name().toLowerCase(java.util.Locale.ROOT)
                        + ": " + bucket.limit.most() + " in " + bucket.limit.per().toSeconds() + " s", bucket.secondsLeft());
            }
        }
        its.forEach(bucket -> bucket.tokens--);
    }
}
