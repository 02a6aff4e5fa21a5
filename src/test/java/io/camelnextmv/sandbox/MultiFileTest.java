package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class MultiFileTest extends SandboxTest {
    private static final String FORMAT = "\"configuration\":{\"format\":{\"input\":{\"type\":\"multi-file\"}}}";

    @Test
    void an_archive_gives_an_archive_with_its_files_and_a_solution() throws IOException {
        String run = submit(archive(Map.of("data/stops.json", SQUARE, "notes.txt", "x".repeat(700))));
        client.await(run, "succeeded");
        String path = "/v1/applications/routing/runs/" + run;

        assertThat(client.get(path).status()).isEqualTo(400);
        assertThat(client.get(path).error()).contains("format=url");
        JsonNode result = client.get(path + "?format=url").json();
        assertThat(result.path("metadata").path("format").path("output").path("type").asText())
                .isEqualTo("multi-file");
        Map<String, String> files = files(client.storage("GET", result.path("output").path("url").asText(),
                BodyPublishers.noBody()).body());
        assertThat(files).containsOnlyKeys("data/stops.json", "notes.txt", "solution.json")
                .containsEntry("data/stops.json", SQUARE);
        assertThat(Client.JSON.readTree(files.get("solution.json")).path("solutions").path(0).path("length").asDouble())
                .isEqualTo(4.0);
    }

    @Test
    void a_run_that_fails_may_have_an_archive_all_the_same_and_gives_it_by_url_alone() throws IOException {
        String run = submit(archive(Map.of("stops.json", "{\"fail\":\"half way\",\"partial\":true}")));
        client.await(run, "failed");
        String path = "/v1/applications/routing/runs/" + run;

        assertThat(client.get(path).status()).isEqualTo(400);
        JsonNode result = client.get(path + "?format=url").json();
        assertThat(result.path("error_log").path("error").asText()).isEqualTo("half way");
        assertThat(result.path("metadata").path("output_size").asInt()).isPositive();
        assertThat(files(client.storage("GET", result.path("output").path("url").asText(),
                BodyPublishers.noBody()).body())).containsOnlyKeys("stops.json", "solution.json");
    }

    @Test
    void an_archive_with_a_member_outside_of_its_folder_fails() throws IOException {
        for (String name : new String[] {"../evil.json", "a/../../evil", "/etc/evil"}) {
            String run = submit(archive(Map.of(name, "{}")));
            client.await(run, "failed");
            assertThat(client.metadata(run).path("error").asText()).contains("outside of its folder");
        }
    }

    @Test
    void an_upload_that_is_no_gzipped_tar_fails() throws IOException {
        byte[] archive = archive(Map.of("a.txt", "a".repeat(10_000)));
        for (byte[] bad : new byte[][] {"{}".getBytes(StandardCharsets.UTF_8), gzip(new byte[] {1, 2, 3}),
            gzip("x".repeat(2_000).getBytes(StandardCharsets.UTF_8)), Arrays.copyOf(archive, archive.length / 2)}) {
            String run = submit(bad);
            client.await(run, "failed");
            assertThat(client.metadata(run).path("error").asText()).contains("not a gzipped tar");
        }
    }

    private String submit(byte[] upload) {
        JsonNode announced = client.post("/v1/applications/routing/runs/uploadurl", "").json();
        client.storage("PUT", announced.path("upload_url").asText(), BodyPublishers.ofByteArray(upload));
        return client.submit("{\"upload_id\":\"" + announced.path("upload_id").asText() + "\"," + FORMAT + "}");
    }

    private static byte[] archive(Map<String, String> files) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (Map.Entry<String, String> file : files.entrySet()) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            Tar.addLast(file.getKey(), Payload.of(file.getValue().getBytes(StandardCharsets.UTF_8)), one);
            // Without the two blocks that end an archive.
            tar.write(one.toByteArray(), 0, one.size() - 1024);
        }
        tar.write(new byte[1024]);
        return gzip(tar.toByteArray());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    private static Map<String, String> files(byte[] archive) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(archive)).readAllBytes();
        int at = 0;
        while (tar[at] != 0) {
            String name = new String(tar, at, 100, StandardCharsets.UTF_8).replace("\0", "");
            int size = Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.UTF_8), 8);
            files.put(name, new String(tar, at + 512, size, StandardCharsets.UTF_8));
            at += 512 + (size + 511) / 512 * 512;
        }
        return files;
    }
}
