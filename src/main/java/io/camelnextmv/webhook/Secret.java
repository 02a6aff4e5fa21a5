package io.camelnextmv.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.Backoff;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that events are signed with: given, or fetched by the webhook's id. A fetched one is fetched again, at most
 * every five minutes, when a signature does not fit it: it may have been changed. Where it cannot be had, it is asked for after
 * delays that grow.
 */
public final class Secret {
    private static final Logger LOG = LoggerFactory.getLogger(Secret.class);
    private static final Duration OFTEN = Duration.ofMinutes(5);
    /** A secret that lies in a file is read again so often at most: anybody can send what is not signed by it. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(5);
    private final Optional<String> webhook;
    private final boolean given;
    private final Supplier<Optional<String>> again;
    private final ObjectMapper mapper;
    private final Backoff backoff;
    private final Clock clock;
    private Optional<String> secret;
    private Instant fetchedAt = Instant.EPOCH;
    private boolean inDoubt;
    private boolean said;
    private int failures;
    private Instant notBefore = Instant.EPOCH;

    /**
     * @param webhook the id of the webhook by which it is fetched; needed where it is not given
     * @param given   the secret, empty where it is to be fetched
     * @param again   reads it again where it lies in a file; empty where it does not, or what is there is none
     * @param mapper  reads the answer
     * @param backoff the delays while it cannot be had
     * @param clock   a clock that does not jump
     */
    public Secret(Optional<String> webhook, Optional<String> given, Supplier<Optional<String>> again, ObjectMapper mapper,
            Backoff backoff, Clock clock) {
        this.webhook = webhook;
        this.given = given.isPresent();
        this.again = again;
        this.secret = given;
        this.mapper = mapper;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** @return whether it is to be fetched now */
    public synchronized boolean isMissing() {
        Instant now = clock.instant();
        return !given && !now.isBefore(notBefore) && (secret.isEmpty() || inDoubt && !now.isBefore(fetchedAt.plus(OFTEN)));
    }

    /** @return asks for it */
    public Request request() {
        return Request.get(ApiPath.of("/v1/webhooks/" + webhook.orElseThrow() + "/secret"));
    }

    /**
     * It was fetched.
     *
     * @param answer the service's answer, a JSON object with {@code secret}
     * @throws IOException if it is something else
     */
    public synchronized void fetched(@Body byte[] answer) throws IOException {
        String found = mapper.readTree(answer).path("secret").asText("");
        if (found.isEmpty()) {
            throw new IOException("the answer to the question for the webhook's secret carries none");
        }
        secret = Optional.of(found);
        fetchedAt = clock.instant();
        inDoubt = false;
        said = false;
        failures = 0;
        LOG.info("The webhook's secret is known: events are taken.");
    }

    /**
     * It cannot be had at the moment; it is tried again.
     *
     * @param why what was met
     */
    public synchronized void notFetched(@ExchangeProperty(Slots.CAUGHT) Exception why) {
        notBefore = clock.instant().plus(backoff.after(failures++, ThreadLocalRandom.current()));
        if (!said && !(why instanceof Fault fault && fault.kind() == Fault.Kind.PAUSED)) {
            said = true;
            LOG.warn("The webhook's secret cannot be fetched, events are refused until it is: {}. If the webhook does not"
                    + " exist, register it (command webhook register) and set nextmv.webhook.id.", why.getMessage());
        }
    }

    /** A signature did not fit. */
    synchronized void doubt() {
        inDoubt = true;
        if (given && !clock.instant().isBefore(fetchedAt.plus(READ_AGAIN))) {
            fetchedAt = clock.instant();
            again.get().filter(other -> !other.equals(secret.orElseThrow())).ifPresent(other -> {
                secret = Optional.of(other);
                LOG.info("The webhook's secret in its file is another one by now: events are taken by that.");
            });
        }
    }

    synchronized Optional<String> value() {
        return secret;
    }
}
