package io.camelnextmv.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads YAML and JSON that somebody else wrote: maps, lists and texts, all values as they are written (1.50 stays 1.50),
 * null for what has none. Size, depth and what aliases may make of it are bounded, so that no such document takes the
 * memory or the stack of the gateway, or its time.
 */
public final class SmallDocument {
    /** In bytes; no more of a sidecar travels with a ticket either. */
    public static final int LARGEST = 64 * 1024;
    /** How many maps and lists may lie in each other; the settings need three. */
    static final int DEEPEST = 20;
    /**
     * What all values may cost together, one each and one for each letter. Without aliases no document of the size above
     * can have more.
     */
    private static final int MOST = 2 * LARGEST;

    private SmallDocument() {
    }

    /**
     * Reads a file: JSON where its name ends in {@code .json}, YAML otherwise.
     *
     * @param file the file
     * @return what it holds; empty where it holds nothing
     * @throws BadDocument if it is no file, too large, or holds anything but one map
     * @throws IOException if it cannot be read
     */
    public static Map<String, Object> read(Path file) throws IOException {
        return inTexts(typed(file));
    }

    /**
     * The same, in which a number, true or false is told from a text: it is a {@link Literal}.
     *
     * @param file the file
     * @return what it holds; empty where it holds nothing
     * @throws BadDocument if it is no file, too large, or holds anything but one map
     * @throws IOException if it cannot be read
     */
    public static Map<String, Object> typed(Path file) throws IOException {
        String text = SmallFile.text(file, LARGEST);
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json") ? typedJson(text) : typedYaml(text);
    }

    /**
     * @param text YAML; JSON is YAML too, and then may be indented by tabs
     * @return what it holds; empty where it holds nothing
     * @throws BadDocument if it holds anything but one map, or too much
     */
    public static Map<String, Object> yaml(String text) {
        return inTexts(typedYaml(text));
    }

    private static Map<String, Object> typedYaml(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                return typedJson(text);
            } catch (BadDocument e) {
                // A map in braces, then, as only YAML has it.
            }
        }
        return map(new YamlReader(text, new Budget()).read());
    }

    /**
     * @param text JSON; comments and a comma too many are passed over, as YAML does
     * @return what it holds; empty where it holds nothing
     * @throws BadDocument if it holds anything but one object, or too much
     */
    public static Map<String, Object> json(String text) {
        return inTexts(typedJson(text));
    }

    /**
     * The same, in which a number, true or false is told from a text: it is a {@link Literal}.
     *
     * @param text JSON
     * @return what it holds; empty where it holds nothing
     * @throws BadDocument if it holds anything but one object, or too much
     */
    public static Map<String, Object> typedJson(String text) {
        return map(JsonReader.read(text, new Budget()));
    }

    /**
     * @param value a value of a document
     * @return the same as JSON, numbers as they are written
     */
    public static String written(Object value) {
        return JsonWriter.write(value);
    }

    private static Map<String, Object> inTexts(Map<?, ?> map) {
        Map<String, Object> texts = new LinkedHashMap<>();
        map.forEach((name, value) -> texts.put((String) name, inTexts(value)));
        return texts;
    }

    private static Object inTexts(Object value) {
        if (value instanceof Map<?, ?> map) {
            return inTexts(map);
        }
        if (value instanceof List<?> list) {
            List<Object> texts = new ArrayList<>();
            list.forEach(one -> texts.add(inTexts(one)));
            return texts;
        }
        return value instanceof Literal literal ? literal.text() : value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object document) {
        if (document != null && !(document instanceof Map<?, ?>)) {
            throw new BadDocument("it holds no settings: write each as name: value");
        }
        return document == null ? Map.of() : (Map<String, Object>) document;
    }

    /** What a document may still cost. */
    static final class Budget {
        private int left = MOST;

        void spend(int cost) {
            left -= cost;
            if (left < 0) {
                throw new BadDocument("it holds too much: written out without aliases (*) it has more than " + MOST
                        + " letters");
            }
        }

        int left() {
            return left;
        }

        static void depth(int depth) {
            if (depth > DEEPEST) {
                throw new BadDocument("it is too deeply nested: more than " + DEEPEST + " maps and lists in each other");
            }
        }
    }
}
