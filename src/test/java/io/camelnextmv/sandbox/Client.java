package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A client of the run API that shows each answer as it came. */
final class Client {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Client(Sandbox sandbox) {
        this.base = sandbox.url();
    }

    Reply get(String path) {
        return call("GET", path, BodyPublishers.noBody());
    }

    Reply post(String path, String body) {
        return call("POST", path, BodyPublishers.ofString(body));
    }

    Reply call(String method, String path, BodyPublisher body) {
        return send(request(path).method(method, body).build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(AT_MOST)
                .header("Authorization", "Bearer sandbox").header("Content-Type", "application/json");
    }

    /** A request to object storage: no header but those of the protocol. */
    Reply storage(String method, String url, BodyPublisher body) {
        return send(HttpRequest.newBuilder(URI.create(url)).timeout(AT_MOST).method(method, body).build());
    }

    Reply send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError(request.method() + " " + request.uri().getPath() + " got no answer", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Submits to the application {@code routing} and gives the run's id. */
    String submit(String body) {
        Reply reply = post("/v1/applications/routing/runs", body);
        if (reply.status() != 200) {
            throw new AssertionError("not accepted: " + reply.status() + " " + reply.text());
        }
        return reply.json().path("run_id").textValue();
    }

    JsonNode metadata(String run) {
        return get("/v1/applications/routing/runs/" + run + "/metadata").json().path("metadata");
    }

    JsonNode result(String run) {
        return get("/v1/applications/routing/runs/" + run).json();
    }

    void await(String run, String status) {
        Awaitility.await("run " + run + " is " + status).atMost(AT_MOST).pollInterval(Duration.ofMillis(10))
                .until(() -> metadata(run).path("status_v2").asText().equals(status));
    }

    /** An answer. */
    record Reply(int status, byte[] body, HttpResponse<byte[]> response) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        String error() {
            return json().path("error").asText();
        }
    }
}
