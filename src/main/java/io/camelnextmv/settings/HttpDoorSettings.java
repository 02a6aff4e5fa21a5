package io.camelnextmv.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The section "The HTTP door": inputs that are posted.
 *
 * @param enabled whether they are taken
 * @param path    where they are posted to
 * @param token   what whoever comes must have; empty: nothing, which only this machine's own address allows
 */
public record HttpDoorSettings(boolean enabled, String path, Optional<String> token) {
    private static final int SHORTEST = 16;

    static HttpDoorSettings of(SettingReader values) {
        boolean enabled = values.flag("nextmv.http-door.enabled");
        String path = values.required("nextmv.http-door.path", "give a path such as /nextmv/runs");
        if (!path.matches("(/[A-Za-z0-9_.~-]+)+")) {
            throw new BadSetting("nextmv.http-door.path is \"" + path + "\": it must be a path such as /nextmv/runs");
        }
        Optional<String> token = values.secret("nextmv.http-door.token", "nextmv.http-door.token-file");
        if (enabled && token.isEmpty() && !isOfThisMachine(values.required("nextmv.webhook.host", "give an address"))) {
            throw new BadSetting("nextmv.http-door.enabled is true and nextmv.webhook.host is no address of this machine alone:"
                    + " set nextmv.http-door.token, or anybody could start runs");
        }
        if (token.filter(text -> text.length() < SHORTEST).isPresent()) {
            throw new BadSetting("nextmv.http-door.token is shorter than " + SHORTEST + " characters: it could be guessed");
        }
        return new HttpDoorSettings(enabled, path, token);
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
        return "HttpDoorSettings[enabled=" + enabled + "]";
    }
}
