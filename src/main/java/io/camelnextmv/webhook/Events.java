package io.camelnextmv.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.await.Waiters;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.ticket.LastUsed;
import io.camelnextmv.webhook.Refusals.Why;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events. Who cannot sign them learns nothing, and a genuine one does no more than have a run looked at that is
 * waited for anyway: it may be repeated, late, or about somebody else's run.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String SIGNATURE = "Nextmv-Signature";
    private static final int TAKEN = 204;
    private static final int REFUSED = 401;
    private static final int NOT_READY = 503;
    private static final int REMEMBERED = 2000;
    private final Secret secret;
    private final Waiters waiters;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final AtomicLong taken = new AtomicLong();
    private final Refusals refused;
    private final Map<String, Boolean> seen = new LastUsed<>(REMEMBERED);

    /**
     * @param secret  what events are signed with
     * @param waiters those that wait for a run
     * @param mapper  reads events
     * @param clock   the time
     */
    public Events(Secret secret, Waiters waiters, ObjectMapper mapper, Clock clock) {
        this.secret = secret;
        this.waiters = waiters;
        this.mapper = CloudAnswers.lenient(mapper);
        this.clock = clock;
        this.refused = new Refusals(clock);
    }

    /**
     * Takes an event, or refuses it.
     *
     * @param header the value of {@code Nextmv-Signature}; anything but one text is refused
     * @param body   the event's bytes as they came
     * @return the HTTP status of the answer: 204, or 401 for any doubt, or 503 while the secret is not known
     */
    public int take(@Header(SIGNATURE) Object header, @Body byte[] body) {
        Optional<String> key = secret.value();
        if (key.isEmpty()) {
            LOG.debug("an event cannot be checked yet: the secret is not known");
            return NOT_READY;
        }
        Optional<Signature> signature = Signature.of(header);
        if (signature.isEmpty()) {
            return refuse(Why.UNSIGNED);
        }
        byte[] bytes = body == null ? new byte[0] : body;
        Optional<String> hmac = signature.get().signedBy(bytes, key.get());
        if (hmac.isEmpty()) {
            secret.doubt();
            return refuse(Why.WRONG);
        }
        if (!signature.get().isTimely(clock.instant())) {
            return refuse(Why.UNTIMELY);
        }
        taken.incrementAndGet();
        if (isNew(signature.get().time() + hmac.get())) {
            look(bytes);
        }
        return TAKEN;
    }

    private int refuse(Why why) {
        refused.add(why);
        return REFUSED;
    }

    /** The very same event again has nothing to say: who replays it must not make us ask again and again. */
    private boolean isNew(String signature) {
        synchronized (seen) {
            return seen.put(signature, true) == null;
        }
    }

    private void look(byte[] body) {
        try {
            JsonNode event = mapper.readTree(body);
            JsonNode data = event.path("data");
            // The status is read from the run's metadata; here it only tells what is worth a look later.
            boolean goesOn = List.of("queued", "running").contains(data.path("status_v2").asText());
            Stream.of(data.path("run_id"), data.path("id"), event.path("run_id"), event.path("id"))
                    .filter(JsonNode::isTextual).map(JsonNode::asText).filter(RunAccepted::isRunId).distinct()
                    .forEach(run -> {
                        boolean ours = waiters.wake(run, !goesOn);
                        LOG.debug("an event names run {}{}", run, ours ? "" : ", which nobody waits for");
                    });
        } catch (JacksonException e) {
            LOG.debug("an event is not JSON: {}", e.getOriginalMessage());
        } catch (IOException e) {
            LOG.debug("an event cannot be read", e);
        }
    }

    /** @return how many were taken */
    public long taken() {
        return taken.get();
    }

    /** @return how many were refused */
    public long refused() {
        return refused.count();
    }
}
