package io.camelnextmv.settings;

import io.camelnextmv.document.BadDocument;
import io.camelnextmv.document.SmallDocument;
import io.camelnextmv.document.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The key and the endpoint that the vendor's own tools keep in {@code ~/.nextmv/config.yaml}: {@code apikey} and
 * {@code endpoint}, at the top, or under the name that {@code NEXTMV_PROFILE} gives. The source is the vendor's public
 * Python SDK.
 */
public final class VendorConfig {
    /** The environment's variable that names the profile. */
    static final String PROFILE_VARIABLE = "NEXTMV_PROFILE";
    private final Path file;
    private final String profile;

    /**
     * @param home        the user's home folder
     * @param environment the environment's variables
     */
    public VendorConfig(Path home, Map<String, String> environment) {
        this.file = home.resolve(".nextmv").resolve("config.yaml");
        this.profile = environment.getOrDefault(PROFILE_VARIABLE, "");
    }

    /**
     * What the file says, as settings; nothing where there is no such file.
     *
     * @return {@code nextmv.api-key} and {@code nextmv.url}, as far as they are there
     * @throws BadSetting if the file, or the profile in it, cannot be read
     */
    public Map<String, String> values() {
        if (!Files.isRegularFile(file)) {
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
            put(found, "nextmv.api-key", map.get("apikey"));
            put(found, "nextmv.url", map.get("endpoint"));
            return found;
        } catch (BadDocument e) {
            throw new BadSetting(file + " cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new BadSetting(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static void put(Map<String, String> found, String key, Object value) {
        if (value instanceof String text && !text.isBlank()) {
            String address = text.startsWith("http") || !key.equals("nextmv.url") ? text : "https://" + text;
            found.put(key, address);
        }
    }
}
