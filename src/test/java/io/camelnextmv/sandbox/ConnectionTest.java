package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens on the wire: a socket says exactly what was sent. */
class ConnectionTest extends SandboxTest {

    @Test
    void a_connection_serves_on_after_a_refused_body() throws IOException {
        try (Socket socket = connect()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            write(socket, "POST /v1/applications/routing/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n"
                    + "Content-Length: 1000000\r\n\r\n" + " ".repeat(1_000_000));
            assertThat(answer(in)).startsWith("HTTP/1.1 401 ");
            for (int i = 0; i < 3; i++) {
                write(socket, "GET /v1/account/queue HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox\r\n\r\n");
                assertThat(answer(in)).startsWith("HTTP/1.1 200 ").endsWith("{\"runs\":[]}");
            }
        }
    }

    @Test
    void a_body_in_chunks_starts_a_run() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /v1/applications/routing/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"inp\r\n7\r\nut\":{}}\r\n0\r\n\r\n");
            assertThat(answer(new DataInputStream(socket.getInputStream()))).contains("run_id");
        }
    }

    @Test
    void half_an_upload_is_no_upload() throws IOException {
        JsonNode upload = client.post("/v1/applications/routing/runs/uploadurl", "").json();
        URI url = URI.create(upload.path("upload_url").asText());
        try (Socket socket = connect()) {
            write(socket, "PUT " + url.getRawPath() + "?" + url.getRawQuery()
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"stops\"");
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> sandbox.requests(Endpoint.STORAGE_PUT) == 1);
        assertThat(client.post("/v1/applications/routing/runs",
                "{\"upload_id\":\"" + upload.path("upload_id").asText() + "\"}").status()).isEqualTo(400);
    }

    @Test
    void half_a_submission_starts_no_run() throws IOException {
        try (Socket socket = connect()) {
            write(socket, "POST /v1/applications/routing/runs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox\r\n"
                    + "Content-Length: 100\r\n\r\n{\"input\":{}}");
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> sandbox.requests(Endpoint.NEW_RUN) == 1);
        assertThat(client.get("/v1/account/queue").status()).isEqualTo(200);
        assertThat(sandbox.runs()).isEmpty();
    }

    private Socket connect() throws IOException {
        URI url = URI.create(sandbox.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void write(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String answer(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ") + 16;
        byte[] body = in.readNBytes(Integer.parseInt(lower.substring(at, lower.indexOf('\r', at))));
        return head + new String(body, StandardCharsets.UTF_8);
    }
}
