package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    private Path folder;

    private RunRequest request(ObjectNode fields, String input) throws Exception {
        Path file = Files.writeString(folder.resolve("input.json"), input);
        return new RunRequest(fields, file, JsonInput.check(file), JSON);
    }

    private static byte[] sent(RunRequest request) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        request.writeTo(out);
        return out.toByteArray();
    }

    @Test
    void theInputStandsInItByteForByteAndItsLengthIsKnownBefore() throws Exception {
        String input = "{ \"n\" : 1.0, \"big\": 12345678901234567890, \"ü\": 1e-7 }";
        RunRequest request = request(JSON.createObjectNode().put("name", "a \"b\".json").put("description", "d"), input);

        String body = new String(sent(request), StandardCharsets.UTF_8);

        assertThat(body).isEqualTo("{\"name\":\"a \\\"b\\\".json\",\"description\":\"d\",\"input\":" + input + "}");
        assertThat(request.getContentLength()).isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
        assertThat(request.getContent().readAllBytes()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutOtherFieldsItIsStillJson() throws Exception {
        assertThat(sent(request(JSON.createObjectNode(), "{}"))).asString().isEqualTo("{\"input\":{}}");
    }

    @Test
    void aByteOrderMarkIsLeftOut() throws Exception {
        RunRequest request = request(JSON.createObjectNode(), "\uFEFF{\"a\":1}");

        assertThat(sent(request)).asString().isEqualTo("{\"input\":{\"a\":1}}");
        assertThat(request.getContent().readAllBytes()).asString().isEqualTo("{\"input\":{\"a\":1}}");
        assertThat(request.getContentLength()).isEqualTo(17);
    }

    @Test
    void anInputThatBecameShorterIsNotSentAsIfItWereWhole() throws Exception {
        RunRequest request = request(JSON.createObjectNode(), "{\"a\":1}");
        Files.writeString(folder.resolve("input.json"), "{}");

        assertThatThrownBy(() -> sent(request)).hasRootCauseInstanceOf(EOFException.class);
    }
}
