package io.camelnextmv.settings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.schema.Javadocs;
import io.camelnextmv.schema.Setting;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Tracked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The schema of the file beside an input. What a name may be given is asked of the code that reads it: by what it says
 * when it refuses.
 */
public final class SidecarSchema {
    private static final Pattern CHOICE = Pattern.compile("it must be one of (.*)$");
    private static final Pattern RANGE = Pattern.compile("it must be a whole number from (\\d+) to (\\d+)$");
    private static final String RESULT = "result.";
    private final ObjectMapper mapper;
    private final Path file;

    /**
     * @param mapper makes its nodes
     * @param folder where a file can be put for a moment
     */
    public SidecarSchema(ObjectMapper mapper, Path folder) {
        this.mapper = mapper;
        this.file = folder.resolve("probe.json.nextmv.json");
    }

    /** @return the schema */
    public ObjectNode schema() {
        ObjectNode schema = mapper.createObjectNode();
        schema.put("description", "What one input is run with: a file orders.json.nextmv.yaml (.yml, .json), dropped before"
                + " orders.json. What is not given is as the settings of its inbox say.");
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("$schema").put("description", "Where this schema is; the gateway passes over it.")
                .put("type", "string");
        Set<String> keys = new TreeSet<>(SidecarFile.keys());
        keys.add(RunSpecs.INPUT_ID);
        keys.addAll(RunSpecs.RESULTS);
        Map<String, ObjectNode> sections = new LinkedHashMap<>();
        Map<String, ObjectNode> others = new LinkedHashMap<>();
        for (String key : keys) {
            ObjectNode value = value(key);
            int dot = key.indexOf('.');
            if (dot < 0) {
                properties.set(key, value);
            } else {
                String section = key.substring(0, dot);
                ObjectNode nested = sections.computeIfAbsent(section, name -> section(properties.putObject(name)));
                String rest = key.substring(dot + 1);
                ((ObjectNode) nested.get("properties")).set(rest, value);
                spelling(rest).ifPresent(pattern -> ((ObjectNode) nested.get("patternProperties")).set(pattern, value));
            }
            spelling(key).ifPresent(pattern -> others.put(pattern, value));
        }
        result(sections.get("result"));
        options(schema, properties);
        ObjectNode patterns = schema.putObject("patternProperties");
        patterns.set("^options[.].", ref());
        others.forEach(patterns::set);
        schema.put("additionalProperties", false);
        return schema;
    }

    private ObjectNode section(ObjectNode section) {
        section.putArray("type").add("object").add("null");
        section.putObject("properties");
        section.putObject("patternProperties");
        section.put("additionalProperties", false);
        return section;
    }

    private void result(ObjectNode result) {
        result.put("description", "Beside a folder: a run that took place elsewhere, and is to be tracked. The files are"
                + " those of the folder.");
        result.putArray("required").add("status").add("input");
        ObjectNode condition = mapper.createObjectNode();
        condition.putObject("properties").putObject("status").put("const", "succeeded");
        result.set("if", condition);
        result.putObject("then").putArray("required").add("output");
    }

    private void options(ObjectNode schema, ObjectNode properties) {
        ObjectNode options = properties.putObject("options");
        options.put("description", "The run's options, by their names; their values are sent as texts: one that is"
                + " none as its JSON, numbers as they are written.");
        options.putArray("type").add("object").add("null");
        options.set("additionalProperties", ref());
        ObjectNode option = schema.putObject("definitions").putObject("option");
        ArrayNode types = option.putArray("type");
        Stream.of("string", "number", "boolean", "object", "array", "null").forEach(types::add);
    }

    private ObjectNode ref() {
        return mapper.createObjectNode().put("$ref", "#/definitions/option");
    }

    /** Another way to write a name, where there is one: with a dot, or _ for -. */
    private static Optional<String> spelling(String key) {
        return key.matches(".*[.-].*") ? Optional.of("^" + key.replace(".", "[.]").replace("-", "[_-]") + "$")
                : Optional.empty();
    }

    private ObjectNode value(String key) {
        ObjectNode value = mapper.createObjectNode();
        value.put("description", description(key));
        String refusal = refusal(key, "?");
        Matcher choice = CHOICE.matcher(refusal);
        Matcher range = RANGE.matcher(refusal);
        if (choice.find()) {
            ArrayNode either = value.putArray("anyOf");
            ArrayNode words = either.addObject().putArray("enum");
            List.of(choice.group(1).split(", ")).forEach(words::add);
            notGiven(either).put("maxLength", 0);
        } else if (refusal.endsWith("it must be true or false")) {
            ArrayNode either = value.putArray("anyOf");
            either.addObject().put("type", "boolean");
            notGiven(either).put("pattern", "^(true|false)?$");
        } else if (range.find()) {
            value.putArray("type").add("integer").add("string").add("null");
            value.put("minimum", Long.parseLong(range.group(1)));
            if (Long.parseLong(range.group(2)) < Long.MAX_VALUE) {
                value.put("maximum", Long.parseLong(range.group(2)));
            }
            value.put("pattern", range.group(2).length() == 1 ? "^([%s-%s])?$".formatted(range.group(1), range.group(2))
                    : "^[0-9]*$");
        } else {
            ArrayNode types = value.putArray("type");
            Stream.of("string", "number", "boolean", "null").forEach(types::add);
            if (refusal.contains("an id has letters")) {
                value.put("pattern", "^([A-Za-z0-9][A-Za-z0-9_.~-]*)?$");
            } else if (refusal(key, "a/b").endsWith("it must be the name of a file in the folder")) {
                value.put("pattern", "^(?![.]{1,2}$)[^/\\\\]*$");
            }
        }
        return value;
    }

    private static ObjectNode notGiven(ArrayNode either) {
        ObjectNode node = either.addObject();
        node.putArray("type").add("string").add("null");
        return node;
    }

    /** What the reader says to a value; empty where it takes it. */
    private String refusal(String key, String value) {
        Map<String, String> given = new LinkedHashMap<>();
        if (key.startsWith(RESULT)) {
            given.putAll(Map.of("result.status", "succeeded", "result.input", "in.json", "result.output", "out.json"));
        }
        given.put(key, value);
        try {
            mapper.writeValue(file.toFile(), given);
            SidecarFile.read(file, RunSpec.NONE);
            return "";
        } catch (BadSetting e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String description(String key) {
        if (key.equals(RunSpecs.INPUT_ID)) {
            return sentence(Javadocs.of(RunSpec.class, "inputId").orElseThrow());
        }
        if (key.startsWith(RESULT)) {
            return sentence(Javadocs.of(Tracked.class, camel(key.substring(RESULT.length()))).orElseThrow());
        }
        return Setting.all().stream().filter(setting -> setting.name().equals("nextmv." + key)).findFirst()
                .map(Setting::text).orElseThrow();
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    private static String camel(String kebab) {
        return Pattern.compile("-(.)").matcher(kebab).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }
}
