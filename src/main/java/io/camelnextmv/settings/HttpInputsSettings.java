package io.camelnextmv.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The section "HTTP inputs": inputs that are posted.
 *
 * @param enabled whether they are taken
 * @param path    where they are posted to
 * @param token   what a request must bring; empty: nothing, which only this machine's own address allows
 */
public record HttpInputsSettings(boolean enabled, String path, Optional<String> token) {
    private static final int SHORTEST = 16;

    static HttpInputsSettings of(SettingReader values) {
        boolean enabled = values.withoutBlanksAround("nextmv.http-inputs.enabled", "nextmv.http-inputs.path").flag("nextmv.http-inputs.enabled");
        String path = values.required("nextmv.http-inputs.path", "give a path such as /nextmv/runs");
        if (!path.matches("(/[A-Za-z0-9_.~-]+)+")) {
            throw new BadSetting("nextmv.http-inputs.path is \"" + path + "\": it must be a path such as /nextmv/runs");
        }
        Optional<String> token = values.secret("nextmv.http-inputs.token", "nextmv.http-inputs.token-file");
        if (enabled && token.isEmpty() && !isOfThisMachine(values.required("nextmv.webhook.host", "give an address"))) {
            throw new BadSetting("nextmv.http-inputs.enabled is true and nextmv.webhook.host is no address of this machine alone:"
                    + " set nextmv.http-inputs.token, or anybody could start runs");
        }
        if (token.filter(text -> text.length() < SHORTEST).isPresent()) {
            throw new BadSetting("nextmv.http-inputs.token is shorter than " + SHORTEST + " characters: it could be guessed");
        }
        return new HttpInputsSettings(enabled, path, token);
    }

    private static boolean isOfThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "HttpInputsSettings[enabled=" + enabled + "]";
    }
}
