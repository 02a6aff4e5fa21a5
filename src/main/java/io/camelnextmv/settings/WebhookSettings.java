package io.camelnextmv.settings;

import io.camelnextmv.retry.Backoff;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The section "Webhooks": how events are taken.
 *
 * @param enabled        whether they are
 * @param id             the webhook's id, by which its secret is fetched; empty where that is given
 * @param secret         what they are signed with, empty where it is fetched
 * @param secretFile     where that lies, if it lies in a file
 * @param pollMultiplier by how much longer the delays between checks are then
 */
public record WebhookSettings(boolean enabled, Optional<String> id, Optional<String> secret, Optional<Path> secretFile,
        double pollMultiplier) {
    private static final String SECRET = "nextmv.webhook.secret";
    private static final String SECRET_FILE = "nextmv.webhook.secret-file";

    static WebhookSettings of(SettingReader values) {
        boolean enabled = values.withoutBlanksAround("nextmv.webhook.enabled", "nextmv.webhook.path").flag("nextmv.webhook.enabled");
        values.required("nextmv.webhook.host", "give the address to listen on, such as 127.0.0.1");
        values.number("nextmv.webhook.port", 0, 65_535);
        String path = values.required("nextmv.webhook.path", "give a path such as /nextmv/webhook");
        if (!path.matches("(/[A-Za-z0-9_.~-]+)+")) {
            throw new BadSetting("nextmv.webhook.path is \"" + path + "\": it must be a path such as /nextmv/webhook");
        }
        Optional<String> secret = values.secret(SECRET, SECRET_FILE);
        Optional<String> id = values.id("nextmv.webhook.id");
        if (enabled && secret.isEmpty() && id.isEmpty()) {
            throw new BadSetting("nextmv.webhook.enabled is true, but neither nextmv.webhook.id nor"
                    + " nextmv.webhook.secret is set: events could not be checked");
        }
        return new WebhookSettings(enabled, id, secret, values.secretFile(SECRET, SECRET_FILE),
                values.factor("nextmv.webhook.poll-multiplier", 1, 100));
    }

    /** @return what the file holds now; empty where there is none, or it cannot be used at the moment */
    public Optional<String> secretNow() {
        try {
            return secretFile.map(file -> SecretFile.read(SECRET_FILE, file));
        } catch (BadSetting e) {
            return Optional.empty();
        }
    }

    /** The delays between checks as they are where events tell of most endings. */
    Backoff spread(Backoff delays) {
        return enabled ? delays.longer(pollMultiplier) : delays;
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "WebhookSettings[enabled=" + enabled + "]";
    }
}
