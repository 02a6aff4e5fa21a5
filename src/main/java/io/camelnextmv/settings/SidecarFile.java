package io.camelnextmv.settings;

import io.camelnextmv.ticket.Overrides;
import io.camelnextmv.ticket.RunSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * The file beside an input, {@code orders.json.nextmv.yaml} or {@code .json}: settings for this one input, under their
 * names without {@code nextmv.} (with dots or as nested maps; {@code _} is taken for {@code -}), by the same rules. One
 * that stands alone names a managed input: {@code input-id}.
 */
public final class SidecarFile {
    private static final String OURS = "nextmv.";
    private static final String OPTIONS = "options.";
    private static final Set<String> KEYS = new TreeSet<>(Set.of("application-id", "instance-id", "name",
            "description", "batch-experiment-id", "execution-class", "queuing.priority", "queuing.disabled",
            "queuing.when-busy", "secrets-collection-id", "integration-id", "run-type", "definition-id",
            "format.input", "format.output"));

    private SidecarFile() {
    }

    /** @return what it may say, beside the options */
    public static Set<String> keys() {
        return Set.copyOf(KEYS);
    }

    /**
     * Reads it.
     *
     * @param file the file
     * @param base what holds where it says nothing
     * @return what it asks for, laid over the base
     * @throws BadSetting           if it is not YAML, or asks for what cannot be; the message is a line
     * @throws UncheckedIOException if it cannot be read
     */
    public static Overrides read(Path file, RunSpec base) {
        Map<String, String> given = new TreeMap<>();
        // Of texts only: 1.50 is to stay 1.50.
        LoadSettings plain = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        try (InputStream in = Files.newInputStream(file)) {
            Object document = new Load(plain).loadFromInputStream(in);
            if (!(document instanceof Map<?, ?> map)) {
                throw new BadSetting("it holds no settings");
            }
            flatten("", map, given);
        } catch (YamlEngineException e) {
            throw new BadSetting("it is not YAML: " + e.getMessage().lines().findFirst().orElse("unreadable"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        given.keySet().stream().filter(key -> !isKnown(key) && !key.equals(RunSpecs.INPUT_ID)
                && !RunSpecs.RESULTS.contains(key)).findFirst()
                .ifPresent(key -> {
                    throw new BadSetting(key + " is not known here; known are " + String.join(", ", KEYS)
                            + ", options.<name>, input-id, and "
                            + String.join(", ", new TreeSet<>(RunSpecs.RESULTS)));
                });
        return read(given, base);
    }

    /** Whether a run can be told this, here or for a whole inbox. */
    static boolean isKnown(String key) {
        return KEYS.contains(key) || key.startsWith(OPTIONS) && key.length() > OPTIONS.length();
    }

    private static Overrides read(Map<String, String> given, RunSpec base) {
        Map<String, String> settings = new TreeMap<>();
        given.forEach((key, value) -> settings.put(OURS + key, value));
        Values values = new Values(settings::get);
        try {
            RunSpec spec = RunSpecs.checked(RunSpecs.of(values, settings.keySet()).over(base));
            Optional<String> application = values.id("nextmv.application-id");
            return new Overrides(application, values.id("nextmv.instance-id"), spec);
        } catch (BadSetting e) {
            throw new BadSetting(e.getMessage().replace(OURS, ""));
        }
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> into) {
        map.forEach((key, value) -> {
            String name = prefix + (prefix.startsWith(OPTIONS) ? key : String.valueOf(key).replace('_', '-'));
            if (value instanceof Map<?, ?> nested) {
                flatten(name + ".", nested, into);
            } else if (value instanceof String text) {
                into.put(name, text);
            } else {
                throw new BadSetting(name + " must be a text, a number, or true or false");
            }
        });
    }
}
