package io.camelnextmv.settings;

import io.camelnextmv.document.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.OrderedLocationProperties;
import org.apache.camel.util.OrderedProperties;

/**
 * Where settings are read from: the profile's file, {@code config/application.properties}, the defaults in the jar. The
 * first that names a setting wins; the environment and {@code -D} win over all of them.
 */
public final class SettingsFiles {
    private static final String PROFILE = "camel.main.profile";
    private static final String FILE = "file:";
    private static final String URL = "nextmv.url";
    private static final String KEY = "nextmv.api-key";
    private static final String KEY_FILE = "nextmv.api-key-file";
    private static final String BROKER = "nextmv.jms.password";
    private static final String BROKER_FILE = "nextmv.jms.password-file";
    private static final Set<String> VENDORS = Set.of(URL, KEY, KEY_FILE);
    /** In bytes; the file that documents all settings has 20 KiB. */
    private static final int LARGEST = 1024 * 1024;
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

    /**
     * What the files say, read as it is meant: in UTF-8, or as a byte order mark says; ISO-8859-1 where it is neither.
     *
     * @return what gives it to Camel
     * @throws BadSetting if a file cannot be read, or a name in it is one of ours misspelt
     */
    public PropertiesSource source() {
        OrderedLocationProperties all = new OrderedLocationProperties();
        for (String location : locations()) {
            Properties file = load(location);
            if (location.startsWith(FILE)) {
                new KnownSettings().checkFile(location.substring(FILE.length()), file.stringPropertyNames());
            }
            file.stringPropertyNames().stream().filter(name -> all.getProperty(name) == null)
                    .forEach(name -> all.put(location, name, file.getProperty(name).stripTrailing()));
        }
        return new SettingsSource(all);
    }

    /** The first that names a setting wins. */
    private List<String> locations() {
        List<String> locations = new ArrayList<>();
        if (!profile.isEmpty()) {
            locations.add(Files.exists(profileFile()) ? FILE + profileFile() : "classpath:nextmv/" + profileName());
        }
        if (Files.exists(config.resolve("application.properties"))) {
            locations.add(FILE + config.resolve("application.properties"));
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
        return locations().stream().map(SettingsFiles::load).map(file -> file.getProperty(key)).filter(Objects::nonNull)
                .map(String::strip).findFirst().orElse("");
    }

    /** @return the settings that the command line or the environment gives; the command line wins */
    public Map<String, String> given() {
        Map<String, String> values = new HashMap<>();
        KnownSettings known = new KnownSettings();
        known.names().forEach(key -> given(key).ifPresent(value -> values.put(key, value)));
        // Options and inboxes have names that no table holds; the command line wins.
        values.putAll(Variables.settings(System.getenv(), NamedInbox.names(text("nextmv.inboxes"))));
        System.getProperties().stringPropertyNames().stream().filter(known::isKnown)
                .forEach(key -> values.put(key, System.getProperty(key)));
        return values;
    }

    private static Optional<String> given(String key) {
        return given(key, System.getProperties(), System.getenv());
    }

    /** A blank variable counts as unset where the vendor's tools know it too: they take it so. */
    static Optional<String> given(String key, Properties commandLine, Map<String, String> environment) {
        Optional<String> variable = Optional.ofNullable(environment.get(Variables.of(key)))
                .filter(value -> !value.isBlank() || !VENDORS.contains(key));
        return Optional.ofNullable(commandLine.getProperty(key)).or(() -> variable);
    }

    /**
     * @param vendor  the vendor's own settings
     * @param without whether its key is not asked for, as there is another one
     * @return what holds in place of a default: where the API is, and, where none is given, the key
     */
    public Map<String, String> withVendor(VendorConfig vendor, boolean without) {
        boolean hasKey = without || !text(KEY).isEmpty() || !text(KEY_FILE).isEmpty();
        Map<String, String> values = new HashMap<>(hasKey ? Map.of() : vendor.values());
        Properties defaults = load("classpath:" + KnownSettings.DEFAULTS);
        boolean explicit = given(URL).isPresent() || !text(URL).equals(defaults.getProperty(URL).strip());
        if (explicit) {
            values.remove(URL);
        } else {
            vendor.endpoint().ifPresent(address -> values.put(URL, address));
        }
        return values;
    }

    /**
     * What Camel itself needs of the secrets that lie in files.
     *
     * @param overrides settings that win over all others
     * @return the secrets, by the settings that would give them as they are
     * @throws BadSetting if such a file cannot be read, or the secret is given as it is too
     */
    public Map<String, String> secretsInFiles(Map<String, String> overrides) {
        SettingReader values = new SettingReader(key -> overrides.getOrDefault(key, text(key)));
        return values.secretFile(BROKER, BROKER_FILE).isEmpty() ? Map.of()
                : Map.of(BROKER, values.secret(BROKER, BROKER_FILE).orElseThrow());
    }

    /** @return the defaults of our own settings */
    public static Properties defaults() {
        Properties all = load("classpath:" + KnownSettings.DEFAULTS);
        Properties defaults = new Properties();
        all.stringPropertyNames().stream().filter(name -> name.startsWith("nextmv."))
                .forEach(name -> defaults.setProperty(name, all.getProperty(name)));
        return defaults;
    }

    private static Properties load(String location) {
        // In the order in which they are written: a bean is made before it is set up.
        Properties properties = new OrderedProperties();
        String name = location.substring(location.indexOf(':') + 1);
        try (InputStream in = location.startsWith(FILE) ? Files.newInputStream(Path.of(name))
                : SettingsFiles.class.getClassLoader().getResourceAsStream(name)) {
            properties.load(new StringReader(text(in)));
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSetting(name + " cannot be read: " + e.getMessage());
        }
    }

    private static String text(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new IllegalArgumentException("it is too large: more than " + LARGEST / 1024 + " KiB");
        }
        String text;
        try {
            text = SmallFile.decoded(bytes);
        } catch (CharacterCodingException e) {
            // As files of properties were always written, before there was UTF-8.
            text = new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("it is no text, or one in UTF-16 that does not say so: save it as UTF-8");
        }
        return text;
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
