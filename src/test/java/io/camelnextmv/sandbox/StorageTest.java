package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StorageTest extends SandboxTest {
    private static final BodyPublisher BODY = BodyPublishers.ofString(SQUARE);

    @Test
    void a_presigned_put_takes_the_upload_and_a_run_finds_it() throws IOException {
        JsonNode upload = upload();
        assertThat(put(upload.path("upload_url").asText())).isEqualTo(200);

        String run = client.submit("{\"upload_id\":\"" + upload.path("upload_id").asText() + "\"}");
        client.await(run, "succeeded");
        assertThat(client.result(run).path("output").path("solutions").path(0).path("length").asDouble())
                .isEqualTo(4.0);
        assertThat(sandbox.openInput(run).orElseThrow().readAllBytes())
                .isEqualTo(SQUARE.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_presigned_query_has_escapes_that_must_stay_as_they_are() {
        assertThat(uploadUrl()).contains("%2B").contains("%2F");
    }

    @Test
    void a_put_with_a_changed_escape_is_refused() {
        String url = uploadUrl();
        assertThat(put(url.replace("%2B", "+"))).isEqualTo(403);
        assertThat(put(url.replace("%2F", "/"))).isEqualTo(403);
        assertThat(put(url.replace("%2B", "%252B"))).isEqualTo(403);
        assertThat(put(url.replace("%2F", "%2f"))).isEqualTo(403);
        assertThat(put(url.substring(0, url.indexOf('?')))).isEqualTo(403);
    }

    @Test
    void a_put_with_an_authorization_header_is_refused() {
        Client.Reply reply = client.send(HttpRequest.newBuilder(URI.create(uploadUrl()))
                .header("Authorization", "Bearer sandbox").PUT(BODY).build());
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).startsWith("<?xml").contains("only one auth mechanism");
    }

    @Test
    void a_chunked_put_is_refused() {
        BodyPublisher chunked = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(SQUARE.getBytes(StandardCharsets.UTF_8)));
        assertThat(client.storage("PUT", uploadUrl(), chunked).status()).isEqualTo(501);
    }

    @Test
    void a_put_without_a_content_length_is_refused() throws IOException {
        assertThat(statusLine("")).contains(" 411 ");
    }

    @Test
    void a_put_of_more_than_500_megabytes_is_refused_before_it_is_sent() throws IOException {
        assertThat(statusLine("Content-Length: " + (500L * 1024 * 1024 + 1) + "\r\n")).contains(" 413 ");
    }

    @Test
    void a_get_of_an_upload_url_and_a_put_to_a_download_url_are_refused() {
        String run = client.submit("{\"input\":{}}");
        client.await(run, "succeeded");
        String download = client.get("/v1/applications/routing/runs/" + run + "?format=url").json()
                .path("output").path("url").asText();

        assertThat(client.storage("GET", uploadUrl(), BodyPublishers.noBody()).status()).isEqualTo(403);
        assertThat(client.storage("PUT", download, BODY).status()).isEqualTo(403);
        assertThat(client.storage("POST", uploadUrl(), BODY).status()).isEqualTo(403);
    }

    @Test
    void a_get_with_an_authorization_header_is_refused() {
        String run = client.submit("{\"input\":{}}");
        client.await(run, "succeeded");
        String download = client.get("/v1/applications/routing/runs/" + run + "?format=url").json()
                .path("output").path("url").asText();

        assertThat(client.send(HttpRequest.newBuilder(URI.create(download)).header("Authorization", "Bearer sandbox")
                .build()).status()).isEqualTo(400);
        assertThat(client.storage("GET", download, BodyPublishers.noBody()).status()).isEqualTo(200);
    }

    @Test
    void an_upload_can_be_sent_again() {
        String url = uploadUrl();
        assertThat(put(url)).isEqualTo(200);
        assertThat(put(url)).isEqualTo(200);
    }

    private JsonNode upload() {
        return client.post("/v1/applications/routing/runs/uploadurl", "").json();
    }

    private String uploadUrl() {
        return upload().path("upload_url").asText();
    }

    private int put(String url) {
        return client.storage("PUT", url, BODY).status();
    }

    /** The HTTP client of the JDK always says how long a body is. */
    private String statusLine(String headers) throws IOException {
        URI url = URI.create(uploadUrl());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(60_000);
            String request = "PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: "
                    + url.getAuthority() + "\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(30), StandardCharsets.US_ASCII);
        }
    }
}
