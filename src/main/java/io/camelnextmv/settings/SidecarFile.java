package io.camelnextmv.settings;

import io.camelnextmv.document.BadDocument;
import io.camelnextmv.document.Literal;
import io.camelnextmv.document.SmallDocument;
import io.camelnextmv.ticket.Overrides;
import io.camelnextmv.ticket.RunSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The file beside an input, {@code orders.json.nextmv.yaml}, {@code .yml} or {@code .json}: settings for this one input,
 * under their names without {@code nextmv.} (with dots or as nested maps; {@code _} is taken for {@code -}), by the same
 * rules; {@code $schema} is for editors. An option that is no text is its JSON text. What is empty or null is not given; a file
 * that gives nothing asks for nothing. One that stands alone names a managed input: {@code input-id}.
 */
public final class SidecarFile {
    private static final String OURS = "nextmv.";
    private static final String OPTIONS = "options.";
    /** By which editors know what may stand in a JSON file. */
    private static final String SCHEMA = "$schema";
    /** In letters, of a name with all that it is nested in. */
    private static final int LONGEST_NAME = 1000;
    private static final Set<String> KEYS = new TreeSet<>(Set.of("application-id", "instance-id", "name",
            "description", "batch-experiment-id", "execution-class", "queuing.priority", "queuing.disabled",
            "queuing.when-busy", "secrets-collection-id", "integration-id", "run-type", "definition-id",
            "format.input", "format.output"));

    /** What nested maps stand under. */
    private static final Set<String> SECTIONS = Set.of("options", "queuing", "format", "result");

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
     * @throws BadSetting           if it is neither YAML nor JSON, no file, too large, or asks for what cannot be; the
     *                              message is a line
     * @throws UncheckedIOException if it cannot be read
     */
    public static Overrides read(Path file, RunSpec base) {
        Map<String, String> given = new TreeMap<>();
        try {
            Map<String, Object> document = new LinkedHashMap<>(SmallDocument.typed(file));
            document.remove(SCHEMA);
            flatten("", document, given);
        } catch (BadDocument e) {
            throw new BadSetting(e.getMessage());
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
        SettingReader values = new SettingReader(settings::get);
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
            if (name.length() > LONGEST_NAME) {
                throw new BadSetting("a name in it has more than " + LONGEST_NAME + " letters: "
                        + name.substring(0, 40) + "…");
            }
            if (name.startsWith(OPTIONS) && value != null) {
                put(name, value instanceof String text ? text : SmallDocument.written(value), into);
            } else if (value instanceof Map<?, ?> nested) {
                flatten(name + ".", nested, into);
            } else if (value instanceof String text) {
                put(name, text, into);
            } else if (value instanceof Literal literal) {
                put(name, literal.text(), into);
            } else if (value != null) {
                throw new BadSetting(name + " is a list: it must be a text, a number, or true or false");
            } else if (!name.startsWith(OPTIONS) && !isKnown(name) && !SECTIONS.contains(name)) {
                // A misspelt name is told though it has no value.
                into.put(name, "");
            }
        });
    }

    private static void put(String name, String text, Map<String, String> into) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            // Of a pair of letters one alone ("\\ud800"): neither a ticket nor a request could hold it.
            throw new BadSetting(name + " is no text: it holds half a letter");
        }
        if (into.put(name, text) != null) {
            throw new BadSetting(name + " is given twice, in two ways of writing it");
        }
    }
}
