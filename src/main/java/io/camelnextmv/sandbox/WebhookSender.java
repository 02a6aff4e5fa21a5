package io.camelnextmv.sandbox;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends an event for every change of a run's status to every webhook, signed, and again if it is not taken. */
final class WebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SandboxSettings settings;
    private final Webhooks webhooks;
    private final ScheduledExecutorService timers;
    private Optional<HttpClient> http = Optional.empty();

    WebhookSender(SandboxSettings settings, Webhooks webhooks, ScheduledExecutorService timers) {
        this.settings = settings;
        this.webhooks = webhooks;
        this.timers = timers;
    }

    void changed(Run run, RunStatus status) {
        for (Webhook webhook : webhooks.all()) {
            send(webhook, event(run.id(), run.application(), run.instance(), status), 1);
        }
    }

    /** Tells one webhook that a run has succeeded which there is not. */
    void test(Webhook webhook, String run) {
        send(webhook, event(run, "test", Application.DEFAULT_INSTANCE, RunStatus.SUCCEEDED), 1);
    }

    private static byte[] event(String run, String application, String instance, RunStatus status) {
        return Json.bytes(Map.of("type", Webhook.RUN_STATUS, "created_at", Run.now().toString(),
                "data", Map.of("run_id", run, "application_id", application, "application_instance_id", instance,
                        "status_v2", status.wire())));
    }

    private void send(Webhook webhook, byte[] body, int attempt) {
        String secret = webhooks.secret(webhook.id()).orElse("");
        if (secret.isEmpty()) {
            // Removed while an event for it was waiting.
            return;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(webhook.endpointUrl())).timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Nextmv-Signature", signature(secret, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
        try {
            http().sendAsync(request, BodyHandlers.discarding())
                    .handle((response, failure) -> failure == null && response.statusCode() / 100 == 2)
                    .thenAccept(taken -> next(taken, webhook, body, attempt));
        } catch (RejectedExecutionException e) {
            LOG.debug("the sandbox is closing: an event for webhook {} is not sent", webhook.id());
        }
    }

    /** Made when the first event goes out: most sandboxes have no webhooks, and a client takes a while to make. */
    private synchronized HttpClient http() {
        if (http.isEmpty()) {
            // HTTP/1.1 so that no upgrade header is sent; a redirect is not a place that was registered.
            http = Optional.of(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(TIMEOUT).executor(timers).build());
        }
        return http.get();
    }

    private void next(boolean taken, Webhook webhook, byte[] body, int attempt) {
        if (taken) {
            return;
        }
        if (attempt >= settings.webhookAttempts()) {
            LOG.warn("webhook {} took no event in {} attempts: given up", webhook.id(), attempt);
            return;
        }
        long delay = settings.webhookRetryDelay().toMillis() << Math.min(attempt - 1, 10);
        try {
            timers.schedule(() -> send(webhook, body, attempt + 1), delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the sandbox is closing: an event for webhook {} is not repeated", webhook.id());
        }
    }

    private String signature(String secret, byte[] body) {
        Instant now = Instant.now();
        long time = settings.webhookTimeUnit() == TimeUnit.SECONDS ? now.getEpochSecond() : now.toEpochMilli();
        byte[] prefix = (time + ".").getBytes(StandardCharsets.UTF_8);
        byte[] signed = new byte[prefix.length + body.length];
        System.arraycopy(prefix, 0, signed, 0, prefix.length);
        System.arraycopy(body, 0, signed, prefix.length, body.length);
        return "t=" + time + ",v1=" + Presigner.hmac(secret.getBytes(StandardCharsets.UTF_8), signed);
    }
}
