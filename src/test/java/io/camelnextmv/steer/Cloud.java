package io.camelnextmv.steer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What others do with the cloud, beside the gateway. */
public final class Cloud {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cloud() {
    }

    /**
     * @param cloud the sandbox
     * @param path  a path of its API
     * @param body  JSON
     * @return what it answers
     */
    public static JsonNode post(Sandbox cloud, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cloud.url() + path))
                .header("Authorization", "Bearer " + GatewayFixture.API_KEY).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)).build();
        return send(request);
    }

    /**
     * @param cloud the sandbox
     * @param run   a run of the fixture's application, which ends canceled
     */
    public static void cancel(Sandbox cloud, String run) {
        send(HttpRequest.newBuilder(URI.create(cloud.url() + "/v1/applications/" + GatewayFixture.APPLICATION + "/runs/"
                + run + "/cancel")).header("Authorization", "Bearer " + GatewayFixture.API_KEY)
                .method("PATCH", BodyPublishers.noBody()).build());
    }

    private static JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
