package io.camelnextmv.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The account's webhooks and their secrets. */
final class Webhooks {
    private static final int SECRET_LENGTH = 40;

    private final Map<String, Webhook> webhooks = new TreeMap<>();
    private final Map<String, String> secrets = new TreeMap<>();
    private final Ids ids;

    Webhooks(Ids ids) {
        this.ids = ids;
    }

    synchronized List<Webhook> all() {
        return List.copyOf(webhooks.values());
    }

    synchronized Optional<Webhook> find(String id) {
        return Optional.ofNullable(webhooks.get(id));
    }

    synchronized Optional<String> secret(String id) {
        return Optional.ofNullable(secrets.get(id));
    }

    synchronized void add(Webhook webhook) throws Refused {
        if (webhooks.containsKey(webhook.id())) {
            throw new Refused(409, "there is a webhook " + webhook.id() + " already");
        }
        webhooks.put(webhook.id(), webhook);
        secrets.put(webhook.id(), "whsec_" + ids.text(SECRET_LENGTH));
    }

    /** Replaces a webhook and keeps its secret. */
    synchronized void replace(Webhook webhook) {
        webhooks.replace(webhook.id(), webhook);
    }

    synchronized void remove(String id) {
        webhooks.remove(id);
        secrets.remove(id);
    }
}
