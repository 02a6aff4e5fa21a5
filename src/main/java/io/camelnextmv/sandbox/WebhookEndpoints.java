package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** Registering, changing and removing webhooks. */
final class WebhookEndpoints {
    private final Webhooks webhooks;
    private final WebhookSender sender;
    private final Ids ids;

    WebhookEndpoints(Webhooks webhooks, WebhookSender sender, Ids ids) {
        this.webhooks = webhooks;
        this.sender = sender;
        this.ids = ids;
    }

    void register(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.LIST_WEBHOOKS, call -> Response.ok(Map.of("items", webhooks.all())));
        handlers.put(Endpoint.NEW_WEBHOOK, this::add);
        handlers.put(Endpoint.GET_WEBHOOK, call -> Response.ok(webhook(call)));
        handlers.put(Endpoint.UPDATE_WEBHOOK, this::update);
        handlers.put(Endpoint.DELETE_WEBHOOK, this::delete);
        handlers.put(Endpoint.WEBHOOK_SECRET, this::secret);
        handlers.put(Endpoint.TEST_WEBHOOK, this::test);
    }

    private Response add(Call call) throws IOException, Refused {
        JsonNode body = call.json();
        String id = body.path("id").asText("");
        Webhook webhook = Webhook.from(body, id.isEmpty() ? ids.next("webhook-") : id, Run.now().toString());
        webhooks.add(webhook);
        return Response.ok(webhook);
    }

    private Response update(Call call) throws IOException, Refused {
        Webhook old = webhook(call);
        Webhook changed = Webhook.from(call.json(), old.id(), old.createdAt());
        webhooks.replace(changed);
        return Response.ok(changed);
    }

    private Response delete(Call call) throws Refused {
        webhooks.remove(webhook(call).id());
        return Response.empty(204);
    }

    private Response secret(Call call) throws Refused {
        String secret = webhooks.secret(webhook(call).id()).orElseThrow(() -> unknown(call));
        return Response.ok(Map.of("secret", secret));
    }

    private Response test(Call call) throws Refused {
        String run = ids.next("test-");
        sender.test(webhook(call), run);
        return Response.json(202, Map.of("run_id", run));
    }

    private Webhook webhook(Call call) throws Refused {
        return webhooks.find(call.value(0)).orElseThrow(() -> unknown(call));
    }

    private static Refused unknown(Call call) {
        return Refused.notFound("there is no webhook " + call.value(0));
    }
}
