package io.camelnextmv.settings;

import io.camelnextmv.document.BadDocument;
import io.camelnextmv.document.SmallDocument;
import io.camelnextmv.document.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The key and the endpoint as the vendor's own tools have them: by the environment, and in {@code ~/.nextmv/config.yaml}:
 * {@code apikey} and {@code endpoint}, at the top, or under the name that {@code NEXTMV_PROFILE} gives. The source is the
 * vendor's public Python SDK.
 */
public final class VendorConfig {
    /** The environment's variable that names the profile. */
    static final String PROFILE_VARIABLE = "NEXTMV_PROFILE";
    /** The environment's variable that names where the API is: a host, or an address. */
    static final String ENDPOINT_VARIABLE = "NEXTMV_ENDPOINT";
    /** Both: neither is the name of a setting. */
    static final Set<String> VARIABLES = Set.of(PROFILE_VARIABLE, ENDPOINT_VARIABLE);
    /** Under this name a context has it whose key was found there. */
    public static final String BEAN = "nextmvVendorConfig";
    private static final String KEY = "nextmv.api-key";
    private static final String URL = "nextmv.url";
    private static final String DEFAULT = "default";
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#@{}:]+(:\\d{1,5})?(/[^\\s?#@{}]*)?");
    private final Path file;
    private final String profile;
    private final Optional<String> endpoint;

    /**
     * @param home        the user's home folder
     * @param environment the environment's variables
     */
    public VendorConfig(Path home, Map<String, String> environment) {
        this.file = home.resolve(".nextmv").resolve("config.yaml");
        String named = environment.getOrDefault(PROFILE_VARIABLE, "").strip();
        this.profile = named.equalsIgnoreCase(DEFAULT) ? "" : named;
        this.endpoint = Optional.ofNullable(environment.get(ENDPOINT_VARIABLE)).map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    /** @return the file, in words */
    String words() {
        return profile.isEmpty() ? file.toString() : file + " (profile " + profile + ")";
    }

    /**
     * @return the address that the environment names; empty where it names none
     * @throws BadSetting if it can be no address
     */
    Optional<String> endpoint() {
        return endpoint.map(text -> address(ENDPOINT_VARIABLE, text));
    }

    /**
     * @return the key that the file has now
     * @throws BadSetting if it cannot be read
     */
    Optional<String> key() {
        return Optional.ofNullable(values().get(KEY));
    }

    /**
     * What the file says, as settings; nothing where there is no such file, and nobody names a profile in it.
     *
     * @return {@code nextmv.api-key} and {@code nextmv.url}, as far as they are there
     * @throws BadSetting if the file, or the profile in it, cannot be read, or a profile has no key
     */
    public Map<String, String> values() {
        if (!Files.isRegularFile(file)) {
            if (!profile.isEmpty()) {
                throw new BadSetting(PROFILE_VARIABLE + " is \"" + profile + "\", but there is no " + file);
            }
            return Map.of();
        }
        Map<String, String> found = new HashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            // The user's own: a link to it is followed.
            Map<String, Object> document = SmallDocument.yaml(SmallFile.text(in, SmallDocument.LARGEST));
            Object values = profile.isEmpty() ? document : document.get(profile);
            if (!(values instanceof Map<?, ?> map)) {
                throw new BadSetting(file + " holds no " + (profile.isEmpty() ? "settings" : "profile " + profile));
            }
            text(map.get("apikey")).ifPresent(key -> found.put(KEY, key));
            text(map.get("endpoint")).ifPresent(where -> found.put(URL, address("the endpoint of " + words(), where)));
            if (!found.containsKey(KEY)) {
                mustHaveAKey(map);
            }
            return found;
        } catch (BadDocument e) {
            throw new BadSetting(file + " cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new BadSetting(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** A login by browser is of a person: a daemon cannot make one. */
    private void mustHaveAKey(Map<?, ?> values) {
        if (text(values.get("auth_type")).filter("pkce"::equalsIgnoreCase).isPresent()) {
            throw new BadSetting(words() + " is a login by browser (auth_type: pkce), and has no API key: make a key in the"
                    + " console, and give it as NEXTMV_API_KEY or nextmv.api-key-file");
        }
        if (!profile.isEmpty()) {
            throw new BadSetting(words() + " has no key: apikey is missing there");
        }
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text.strip()) : Optional.empty();
    }

    /** A host is reached by HTTPS. */
    private static String address(String what, String text) {
        String whole = text.matches("(?i)https?://.*") ? text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT)
                + text.substring(text.indexOf(':')) : "https://" + text;
        String address = whole.replaceFirst("/+$", "");
        if (!ADDRESS.matcher(address).matches()) {
            // What stands before an @ may be a password.
            throw new BadSetting(what + (text.contains("@") ? " names a user or a password" : " is \"" + text + "\"")
                    + ": it must be a host, or an address such as https://api.cloud.nextmv.io");
        }
        return address;
    }
}
