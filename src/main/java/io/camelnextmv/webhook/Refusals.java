package io.camelnextmv.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events that were refused: told at once the first time, and then now and then with a count, since anybody can send them. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final Duration SELDOM = Duration.ofMinutes(10);
    private final Clock clock;
    private final AtomicLong all = new AtomicLong();
    private final Map<Why, Said> said = new EnumMap<>(Why.class);

    /** Why an event is refused. */
    enum Why {
        /** There is no signature, or none that can be read. */
        UNSIGNED("has no signature Nextmv-Signature, or one that cannot be read: it is not from the service, or something"
                + " on the way has changed it"),
        /** Somebody else's secret. */
        WRONG("was signed with another secret: is nextmv.webhook.secret, or nextmv.webhook.id, that of the webhook in the"
                + " console? Until then runs are noticed by polling only"),
        /** Of another time. */
        UNTIMELY("was signed more than 5 minutes ago or more than 1 minute ahead: a replay, or the clock of this machine is"
                + " wrong");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    private record Said(Instant at, long since) {
    }

    Refusals(Clock clock) {
        this.clock = clock;
    }

    void add(Why why) {
        all.incrementAndGet();
        synchronized (said) {
            Instant now = clock.instant();
            Said last = said.get(why);
            if (last != null && now.isBefore(last.at().plus(SELDOM))) {
                said.put(why, new Said(last.at(), last.since() + 1));
                LOG.debug("an event was refused: it {}", why.words);
                return;
            }
            long more = last == null ? 0 : last.since();
            said.put(why, new Said(now, 0));
            LOG.info("An event was refused: it {}.{}", why.words, more == 0 ? ""
                    : " (" + more + " more like it since " + last.at() + ".)");
        }
    }

    long count() {
        return all.get();
    }
}
