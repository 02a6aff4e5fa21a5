package io.camelnextmv.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an API key comes from: a setting, a file, or the file of the vendor's tools.
 *
 * @param setting the setting, or the file of the vendor's tools: for whoever is to mend it
 * @param value   the key as it is now
 * @param file    the file, where it comes from one
 * @param vendor  the file of the vendor's tools, where it comes from that
 */
public record KeySource(String setting, String value, Optional<Path> file, Optional<VendorConfig> vendor) {
    private static final String KEY = "nextmv.api-key";
    private static final String KEY_FILE = "nextmv.api-key-file";

    /** Reads the one that the settings give, if any. */
    static Optional<KeySource> of(SettingReader values, String prefix, Optional<VendorConfig> vendor) {
        if (vendor.isPresent()) {
            return Optional.of(new KeySource(vendor.get().words(), checked(vendor.get().words(),
                    values.required(KEY, "it was found in " + vendor.get().words())), Optional.empty(), vendor));
        }
        Optional<Path> file = values.secretFile(KEY, KEY_FILE);
        String setting = prefix + (file.isPresent() ? "api-key-file" : "api-key");
        return values.secret(KEY, KEY_FILE)
                .map(key -> new KeySource(setting, checked(setting, key), file, Optional.empty()));
    }

    private static String checked(String setting, String key) {
        if (!isKey(key)) {
            throw new BadSetting(setting + " holds blanks or other characters that no key has");
        }
        return key;
    }

    private static boolean isKey(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Whether two inboxes have one account: the same key, or the same file. */
    boolean isSameAs(KeySource other) {
        return file.equals(other.file) && vendor.isPresent() == other.vendor.isPresent()
                && (file.isPresent() || value.equals(other.value));
    }

    /**
     * Reads the key again, where it comes from a file.
     *
     * @return the key; empty where it stands in the settings, or what is there now is none
     */
    public Optional<String> readAgain() {
        try {
            return file.map(path -> SecretFile.read(setting, path))
                    .or(() -> vendor.flatMap(VendorConfig::key)).filter(KeySource::isKey);
        } catch (BadSetting e) {
            // Half written, or away for a moment: it is looked at again as long as the key is refused.
            return Optional.empty();
        }
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "KeySource[" + setting + "]";
    }
}
