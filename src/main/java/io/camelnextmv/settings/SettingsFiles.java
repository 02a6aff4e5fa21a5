package io.camelnextmv.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where settings are read from: the profile's file, {@code config/application.properties}, the defaults in the jar. The
 * first that names a setting wins; the environment and {@code -D} win over all of them.
 */
public final class SettingsFiles {
    private static final String PROFILE = "camel.main.profile";
    private final Path config;
    private final String profile;

    /**
     * @param folder  the folder that holds {@code config/}
     * @param profile the profile, empty for none
     * @throws BadSetting if there is no file for the profile
     */
    public SettingsFiles(Path folder, String profile) {
        this.config = folder.resolve("config");
        this.profile = profile;
        if (!profile.isEmpty() && !Files.exists(profileFile()) && inJar(profileName()) == null) {
            throw new BadSetting(PROFILE + " is \"" + profile + "\", but there is no " + profileFile());
        }
    }

    /**
     * The same with the profile that {@code -Dcamel.main.profile} or {@code CAMEL_MAIN_PROFILE} names.
     *
     * @param folder the folder that holds {@code config/}
     * @return the files
     */
    public static SettingsFiles in(Path folder) {
        return new SettingsFiles(folder,
                System.getProperty(PROFILE, System.getenv().getOrDefault("CAMEL_MAIN_PROFILE", "")).strip());
    }

    /** @return the files as Camel wants them named, the first wins */
    public List<String> locations() {
        List<String> locations = new ArrayList<>();
        if (!profile.isEmpty()) {
            locations.add(Files.exists(profileFile()) ? "file:" + profileFile() : "classpath:nextmv/" + profileName());
        }
        if (Files.exists(config.resolve("application.properties"))) {
            locations.add("file:" + config.resolve("application.properties"));
        }
        locations.add("classpath:" + KnownSettings.DEFAULTS);
        return locations;
    }

    /** @return what the files hold, as it is written there */
    public List<Map<?, ?>> contents() {
        return locations().stream().<Map<?, ?>>map(SettingsFiles::load).toList();
    }

    /**
     * The text of a setting whose value holds no placeholder.
     *
     * @param key its name
     * @return its text, empty where it has none
     * @throws BadSetting if a file cannot be read
     */
    public String text(String key) {
        Optional<String> given = given(key);
        if (given.isPresent()) {
            return given.get().strip();
        }
        return locations().stream().map(SettingsFiles::load).filter(file -> file.containsKey(key))
                .map(file -> file.getProperty(key).strip()).findFirst().orElse("");
    }

    /** @return the settings that the command line or the environment gives; the command line wins */
    public Map<String, String> given() {
        Map<String, String> values = new HashMap<>();
        KnownSettings known = new KnownSettings();
        known.names().forEach(key -> given(key).ifPresent(value -> values.put(key, value)));
        // Options and inboxes have names that no table holds.
        System.getProperties().stringPropertyNames().stream().filter(known::isKnown)
                .forEach(key -> values.put(key, System.getProperty(key)));
        return values;
    }

    private static Optional<String> given(String key) {
        return Optional.ofNullable(System.getProperty(key, System.getenv(KnownSettings.variable(key))));
    }

    /** @return where the default of a setting differs from what it is: see {@link VendorConfig} */
    public Map<String, String> withVendor(VendorConfig vendor) {
        if (!text("nextmv.api-key").isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>(vendor.values());
        Properties defaults = load("classpath:" + KnownSettings.DEFAULTS);
        if (!text("nextmv.url").equals(defaults.getProperty("nextmv.url").strip())) {
            values.remove("nextmv.url");
        }
        return values;
    }

    /** @return the defaults of our own settings */
    public static Properties defaults() {
        Properties defaults = load("classpath:" + KnownSettings.DEFAULTS);
        defaults.keySet().removeIf(name -> !name.toString().startsWith("nextmv."));
        return defaults;
    }

    private static Properties load(String location) {
        Properties properties = new Properties();
        String name = location.substring(location.indexOf(':') + 1);
        try (InputStream in = location.startsWith("file:") ? Files.newInputStream(Path.of(name))
                : SettingsFiles.class.getClassLoader().getResourceAsStream(name);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSetting(name + " cannot be read: " + e.getMessage());
        }
    }

    private Path profileFile() {
        return config.resolve(profileName());
    }

    private String profileName() {
        return "application-" + profile + ".properties";
    }

    private static java.net.URL inJar(String name) {
        return SettingsFiles.class.getClassLoader().getResource("nextmv/" + name);
    }
}
