package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;

/** The routes are what Camel's own schema says that they may be: a visual editor opens them, and saves them again. */
class RouteSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(MAPPER.readTree(in));
        }
    }

    private static List<Path> routeFiles() throws IOException {
        return FileTree.in(Path.of("routes")).stream().filter(file -> file.toString().endsWith(".yaml")).toList();
    }


    private static JsonNode tree(String yaml) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void aRouteFilePassesCamelsOwnSchema(Path file) throws IOException {
        Set<ValidationMessage> wrong = schema.validate(tree(Files.readString(file)));

        assertThat(wrong).isEmpty();
    }

    /** An editor keeps the comment at the top of a file, and loses those below: say it in a note or a description. */
    @ParameterizedTest
    @MethodSource("routeFiles")
    void aCommentStandsAtTheTopOrNowhere(Path file) throws IOException {
        LoadSettings withComments = LoadSettings.builder().setParseComments(true).build();
        List<Integer> lines = new ArrayList<>();
        int first = 0;
        for (Event event : new Parse(withComments).parseString(Files.readString(file))) {
            if (event.getEventId() == Event.ID.Comment && ((CommentEvent) event).getCommentType() != CommentType.BLANK_LINE) {
                lines.add(event.getStartMark().orElseThrow().getLine() + 1);
            } else if (event.getEventId() == Event.ID.SequenceStart && first == 0) {
                first = event.getStartMark().orElseThrow().getLine() + 1;
            }
        }
        int begins = first;

        assertThat(begins).isPositive();
        assertThat(lines).allMatch(line -> line < begins);
    }

    /** Camel warns of it from 4.22 on, and editors write the other. */
    @ParameterizedTest
    @MethodSource("routeFiles")
    void nothingIsInTheCompactNotation(Path file) throws IOException {
        assertThat(compact(tree(Files.readString(file)))).isEmpty();
    }

    private static List<String> compact(JsonNode node) {
        Set<String> wrapped = Set.of("to", "toD", "wireTap", "simple", "constant", "header", "exchangeProperty", "log", "bean",
                "convertBodyTo");
        List<String> found = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            if (wrapped.contains(field.getKey()) && field.getValue().isValueNode()) {
                found.add(field.toString());
            }
            found.addAll(compact(field.getValue()));
        });
        node.forEach(child -> {
            if (node.isArray()) {
                found.addAll(compact(child));
            }
        });
        return found;
    }

    @Test
    void thereAreFilesToCheck() throws IOException {
        assertThat(routeFiles()).hasSizeGreaterThan(15);
    }

    /** A check that finds nothing wrong with these would find nothing wrong with ours. */
    @ParameterizedTest
    @ValueSource(strings = {
        "- route: {id: a, streamCache: 'false', from: {uri: 'direct:a', steps: [{to: 'direct:b'}]}}",
        "- route: {id: a, from: {uri: 'direct:a', steps: [{bean: {ref: a, methode: b}}]}}",
        "- route: {id: a, from: {uri: 'direct:a', steps: [{wireTap: {uri: 'direct:b', dynamicUri: 'false'}}]}}",
        "- rout: {id: a}"})
    void theSchemaRefusesWhatItMust(String yaml) {
        assertThat(schema.validate(tree(yaml))).isNotEmpty();
    }
}
