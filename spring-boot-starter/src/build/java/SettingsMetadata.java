import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.ContextSettings;
import io.camelnextmv.settings.KnownSettings;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Writes what editors know of the settings: descriptions and defaults as the file has them that documents them; types as the
 * code says that reads them, when it is given a value that cannot be.
 */
public final class SettingsMetadata {
    private static final Pattern SETTING = Pattern.compile("(nextmv\\.[\\w.-]+)\\s*=\\s*(.*)");
    private static final Pattern WHOLE = Pattern.compile("whole number from -?\\d+ to (\\d+)");
    private static final Pattern CHOICE = Pattern.compile("must be one of (.+)$");
    private static final String NO_VALUE = "no such value";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private record Setting(String value, String description) {
    }

    private SettingsMetadata() {
    }

    /**
     * @param args the file to be written
     * @throws Exception if it cannot be
     */
    public static void main(String[] args) throws Exception {
        ObjectNode all = JSON.createObjectNode();
        ArrayNode properties = all.putArray("properties");
        ArrayNode hints = all.putArray("hints");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            PropertiesComponent reader = (PropertiesComponent) context.getPropertiesComponent();
            // What the builder's environment sets is nobody's default.
            reader.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            reader.addInitialProperty("nextmv.api-key", "key");
            reader.addInitialProperty("nextmv.application-id", "application");
            ContextSettings.addDefaults(context);
            for (Map.Entry<String, Setting> setting : settings().entrySet()) {
                String refusal = refusal(context, setting.getKey());
                add(properties, setting.getKey(), type(refusal, setting.getValue().value()), setting.getValue());
                Matcher choice = CHOICE.matcher(refusal);
                if (choice.find()) {
                    ArrayNode values = hints.addObject().put("name", setting.getKey()).putArray("values");
                    for (String word : choice.group(1).split(", ")) {
                        values.addObject().put("value", word);
                    }
                }
            }
        }
        add(properties, "nextmv.options", "java.util.Map<java.lang.String,java.lang.String>", new Setting("",
                "The options of the runs, by their names; they are sent as texts."));
        Path file = Path.of(args[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writeValueAsString(all) + "\n");
    }

    private static void add(ArrayNode properties, String name, String type, Setting setting) {
        ObjectNode property = properties.addObject().put("name", name).put("type", type)
                .put("description", setting.description());
        if (setting.value().isEmpty()) {
            return;
        }
        switch (type) {
            case "java.lang.Integer", "java.lang.Long" -> property.put("defaultValue", Long.parseLong(setting.value()));
            case "java.lang.Double" -> property.put("defaultValue", Double.parseDouble(setting.value()));
            case "java.lang.Boolean" -> property.put("defaultValue", Boolean.parseBoolean(setting.value()));
            default -> property.put("defaultValue", setting.value());
        }
    }

    /** What the reader says of a value that is none, whatever the setting is. */
    private static String refusal(DefaultCamelContext context, String name) {
        PropertiesComponent reader = (PropertiesComponent) context.getPropertiesComponent();
        String before = reader.resolveProperty(name).orElse("");
        reader.addOverrideProperty(name, NO_VALUE);
        try {
            ContextSettings.of(context);
            return "";
        } catch (BadSetting e) {
            return e.getMessage().startsWith(name + " is ") ? e.getMessage() : "";
        } finally {
            reader.addOverrideProperty(name, before);
        }
    }

    private static String type(String refusal, String value) {
        Matcher whole = WHOLE.matcher(refusal);
        if (whole.find()) {
            return Long.parseLong(whole.group(1)) > Integer.MAX_VALUE ? "java.lang.Long" : "java.lang.Integer";
        }
        // Those of the sandbox are read by its command only: they are what their defaults look like.
        if (refusal.contains("true or false") || value.matches("true|false")) {
            return "java.lang.Boolean";
        }
        if (refusal.contains("a duration is written") || value.matches("\\d+(ms|s|m|h|d)")) {
            return "java.time.Duration";
        }
        if (refusal.contains("must be a number")) {
            return "java.lang.Double";
        }
        return value.matches("0|[1-9]\\d{0,8}") ? "java.lang.Integer" : "java.lang.String";
    }

    /** A setting is described by the lines above it, up to the next empty line, setting or heading. */
    private static Map<String, Setting> settings() throws Exception {
        Map<String, Setting> settings = new LinkedHashMap<>();
        List<String> above = new ArrayList<>();
        try (InputStream in = SettingsMetadata.class.getClassLoader().getResourceAsStream(KnownSettings.DEFAULTS);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher setting = SETTING.matcher(line);
                if (line.startsWith("# ") && !line.startsWith("# ---")) {
                    above.add(line.substring(2).strip());
                    continue;
                }
                if (setting.matches()) {
                    settings.put(setting.group(1), new Setting(setting.group(2).strip(), String.join(" ", above)));
                }
                above.clear();
            }
        }
        return settings;
    }
}
