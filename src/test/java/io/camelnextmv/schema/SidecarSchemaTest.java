package io.camelnextmv.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.ticket.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An editor says of a sidecar what the gateway would say. */
class SidecarSchemaTest {
    private static final JsonSchema SCHEMA = Schemas.read(Schemas.SIDECAR);

    @TempDir
    private Path folder;

    private static JsonNode tree(String yaml) {
        return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    private void read(String text, String ending) throws IOException {
        SidecarFile.read(Files.writeString(folder.resolve("orders.json.nextmv" + ending), text), RunSpec.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "application-id: routing", "application_id: 7", "instance-id:", "name: '{file}, night shift'", "name: 5",
        "description: true", "options: {duration: 30s, solve: {iterations: 5, deep: {on: true}}, none: null}", "options:",
        "options.solve.duration: 30s", "options: {a: [1, {b: null}]}", "options.a: [1]",
        "queuing: {priority: 1}", "queuing.priority: '9'", "queuing: {when_busy: error}",
        "queuing: {disabled: true}", "queuing.disabled: 'false'", "queuing: {when-busy: ''}", "queuing:",
        "format: {input: csv-archive, output: auto}", "run-type: standard", "{run_type: ensemble, definition-id: many}",
        "batch_experiment_id: b-1", "execution-class: 6c500mb120s", "secrets-collection-id: s", "integration-id: i.1",
        "input-id: demand", "result: {status: succeeded, input: in.json, output: out.json, execution-duration: 1200}",
        "result: {status: failed, input: in.json, error: e.log, error_message: no luck}"})
    void whatTheGatewayTakesIsTaken(String yaml) throws IOException {
        read(yaml, ".yaml");

        assertThat(SCHEMA.validate(tree(yaml))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "aplication-id: routing", "application-id: a/b", "application-id: [a]", "application-id: {a: b}",
        "instance-id: a b", "options: 5", "options: [a]",
        "queuing: {prioritee: 1}", "queuing: {priority: 0}",
        "queuing: {priority: 10}", "queuing.priority: many", "queuing.disabled: maybe", "queuing.when-busy: hope",
        "format: {input: xml}", "format.output: xml", "format: json", "run-type: both", "nextmv.name: a",
        "nextmv: {name: a}", "input_id: a b", "max-in-flight: 3",
        "result: {status: maybe, input: in.json, output: out.json}",
        "result: {status: succeeded, input: in.json}", "result: {status: failed}",
        "result: {status: failed, input: ../in.json}", "result: {status: failed, input: in.json, error: ..}",
        "result: {status: failed, input: in.json, execution-duration: long}"})
    void whatTheGatewayRefusesIsRefused(String yaml) {
        assertThatThrownBy(() -> read(yaml, ".yaml")).isInstanceOf(BadSetting.class);

        assertThat(SCHEMA.validate(tree(yaml))).isNotEmpty();
    }

    @Test
    void theExampleOfTheDocumentsIsOneAndNamesTheSchemaByItsId() throws IOException {
        Matcher example = Pattern.compile("(?s)```yaml\n(# yaml-language-server.*?)```").matcher(
                Files.readString(Path.of("docs", "use.md")));

        assertThat(example.find()).isTrue();
        assertThat(example.group(1)).startsWith("# yaml-language-server: $schema=" + SCHEMA.getId() + "\n");
        read(example.group(1), ".yaml");
        assertThat(SCHEMA.validate(tree(example.group(1)))).isEmpty();
    }

    @Test
    void aJsonSidecarMayNameItsSchema() throws IOException {
        String json = "{\"$schema\": \"" + SCHEMA.getId() + "\", \"name\": \"night\"}";
        read(json, ".json");

        assertThat(SCHEMA.validate(tree(json))).isEmpty();
    }
}
