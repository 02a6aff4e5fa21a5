package io.camelnextmv.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.camelnextmv.settings.SidecarSchema;
import io.camelnextmv.steer.CancelAnswer;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written to {@code docs/}: the schemas and the page of the settings, by their paths. */
final class Schemas {
    static final String SIDECAR = "sidecar";
    static final String REPORT = "error-report";
    static final String TICKET = "ticket";
    static final String NOTICE = "notice";
    static final String CANCEL_ANSWER = "cancel-answer";
    private static final Path DOCS = Path.of("docs");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Schemas() {
    }

    static Map<Path, String> files(Path scratch) {
        RecordSchemas records = new RecordSchemas(MAPPER);
        Map<Path, String> files = new LinkedHashMap<>();
        put(files, SIDECAR, "camel-nextmv: the file beside an input", new SidecarSchema(MAPPER, scratch).schema());
        put(files, REPORT, "camel-nextmv: an error report", records.of(type("io.camelnextmv.deliver.ErrorReport")));
        put(files, TICKET, "camel-nextmv: a ticket", records.of(Ticket.class));
        put(files, NOTICE, "camel-nextmv: what a gateway tells of itself", records.of(GatewayNotice.Content.class));
        put(files, CANCEL_ANSWER, "camel-nextmv: the answer to a wish to cancel", records.of(CancelAnswer.class));
        files.put(DOCS.resolve("settings.md"), SettingsPage.text());
        return files;
    }

    /** The one that lies in docs. */
    static JsonSchema read(String name) {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(MAPPER.readTree(file(name).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name) {
        return DOCS.resolve("schema").resolve(name + ".schema.json");
    }

    private static void put(Map<Path, String> files, String name, String title, ObjectNode content) {
        ObjectNode schema = MAPPER.createObjectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("$id", home().replace("https://github.com/", "https://raw.githubusercontent.com/") + "/main/"
                + file(name).toString().replace('\\', '/'));
        schema.put("title", title);
        content.fields().forEachRemaining(field -> {
            if (!schema.has(field.getKey())) {
                schema.set(field.getKey(), field.getValue());
            }
        });
        files.put(file(name), pretty(schema));
    }

    private static String home() {
        try {
            Matcher home = Pattern.compile("<home>([^<]+)</home>").matcher(Files.readString(Path.of("pom.xml")));
            if (!home.find()) {
                throw new IllegalStateException("pom.xml does not say where the project lives");
            }
            return home.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(JsonNode schema) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(lines)).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
