package io.camelnextmv.payload;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.camelnextmv.sandbox.Sandbox;
import java.util.UUID;

/** Stands between the gateway and the cloud, and does what a test tells it to; all else it passes on. */
final class InFront implements AutoCloseable {
    private final WireMockServer server;

    InFront(Sandbox cloud) {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().proxiedFrom(cloud.url())));
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    WireMockServer server() {
        return server;
    }

    /** Answers a request so many times by itself, and passes it on from then on. */
    InFront times(int count, MappingBuilder request, ResponseDefinitionBuilder answer) {
        String scenario = UUID.randomUUID().toString();
        for (int i = 0; i < count; i++) {
            server.stubFor(request.withId(UUID.randomUUID()).inScenario(scenario).whenScenarioStateIs(i == 0 ? Scenario.STARTED : "" + i)
                    .willSetStateTo("" + (i + 1)).atPriority(1).willReturn(answer));
        }
        return this;
    }

    /** Answers a request always by itself. */
    InFront always(MappingBuilder request, ResponseDefinitionBuilder answer) {
        server.stubFor(request.atPriority(2).willReturn(answer));
        return this;
    }

    @Override
    public void close() {
        server.stop();
    }
}
