package io.camelnextmv.endings;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.JumpingClock;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was accepted and is not known any more: gone if it was deleted, waited for if the service merely says so. */
class GoneTest extends GatewayTest {
    private static final ResponseDefinitionBuilder NOT_FOUND = aResponse().withStatus(404);
    private final JumpingClock clock = new JumpingClock();

    @ParameterizedTest
    @ValueSource(strings = {"queue", "metadata", "auto"})
    void aRunThatWasDeletedEndsInTheErrorsAndIsNotRunAgain(String via) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).at(clock).with("nextmv.poll.via", via).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        String run = cloud.runs().get(0).id();

        cloud.delete(run);
        untilUnknown(gateway, 1);
        assertThat(GatewayFixture.names(gateway.errors())).as("it may be known again").isEmpty();
        clock.jump(Duration.ofSeconds(121));
        gateway.untilDone(1);

        JsonNode report = report(gateway, "orders");
        assertThat(report.path("status").asText()).isEqualTo("gone");
        assertThat(report.path("run_id").asText()).isEqualTo(run);
        assertThat(report.path("error").asText()).contains(run, "404");
        assertThat(report.path("what_to_do").asText()).contains("deleted", "key", "inbox again");
        assertThat(gateway.errors().resolve("orders.json")).hasContent(SQUARE);
        assertThat(cloud.requests(Endpoint.NEW_RUN)).isEqualTo(1);
    }

    @Test
    void oneThatWasToBeCanceledSaysSo() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).at(clock).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);

        cloud.delete(cloud.runs().get(0).id());
        wish(gateway, "orders.json");
        untilUnknown(gateway, 1);
        gateway.until("the wish is known", () -> Files.exists(gateway.work().resolve(gateway.ticketNames().get(0))
                .resolve("cancel.json")));
        clock.jump(Duration.ofSeconds(121));
        gateway.untilDone(1);

        assertThat(report(gateway, "orders").path("status").asText()).isEqualTo("gone");
        assertThat(report(gateway, "orders").path("error").asText()).contains("To cancel it was asked for");
    }

    /** As a service does that was set up wrongly: it lists what it does not know. */
    @Test
    void runsThatAreStillListedAreWaitedFor() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(200)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).at(clock).start();
        way.meetAlways(Call.METADATA, NOT_FOUND);
        for (int i = 0; i < 5; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        untilUnknown(gateway, 5);

        clock.jump(Duration.ofMinutes(60));
        gateway.until("the list was asked for", () -> !way.requests(Call.LIST).isEmpty());
        int asked = way.requests(Call.METADATA).size();
        gateway.until("all were checked again", () -> way.requests(Call.METADATA).size() > asked + 20);
        assertThat(way.requests(Call.LIST)).as("one list serves all").hasSizeLessThanOrEqualTo(5);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        way.mend();
        gateway.untilDone(5);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(5);
        assertThat(cloud.requests(Endpoint.NEW_RUN)).isEqualTo(5);
    }

    @Test
    void whileTheWholeApplicationIsUnknownItsTicketsWait() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(200)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).at(clock).start();
        way.meetAlways(Call.METADATA, NOT_FOUND);
        gateway.drop("orders.json", SQUARE);
        untilUnknown(gateway, 1);

        way.meetAlways(Call.LIST, NOT_FOUND);
        clock.jump(Duration.ofMinutes(60));
        gateway.untilLogged("The settings need mending");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        way.mend();
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    /** Nothing is left that would be listed, or the key may not list: then only a longer time tells. */
    @ParameterizedTest
    @CsvSource({"3,200", "1,403", "1,501"})
    void whereTheListShowsNothingItTakesLonger(int runs, int status) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).at(clock).start();
        for (int i = 0; i < runs; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilWaiting(runs);
        if (status != 200) {
            way.meetAlways(Call.LIST, aResponse().withStatus(status));
        }
        cloud.runs().stream().map(RunView::id).toList().forEach(cloud::delete);
        untilUnknown(gateway, runs);

        clock.jump(Duration.ofSeconds(130));
        gateway.until("the list was asked for", () -> !way.requests(Call.LIST).isEmpty());
        int asked = way.requests(Call.METADATA).size();
        gateway.until("all were checked again", () -> way.requests(Call.METADATA).size() > asked + 3 * runs);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        clock.jump(Duration.ofMinutes(15));
        gateway.untilDone(runs);

        assertThat(report(gateway, "orders-0").path("status").asText()).isEqualTo("gone");
    }

    @Test
    void aRunThatIsKnownAgainIsDelivered() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(500)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).at(clock).start();
        way.meet(Call.METADATA, 5, NOT_FOUND);

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    /** Each ticket's last check has said so. */
    private static void untilUnknown(GatewayFixture gateway, int count) {
        gateway.until("its runs are unknown", () -> gateway.ticketNames().stream().filter(name -> {
            Path progress = gateway.work().resolve(name).resolve("progress.json");
            return Files.exists(progress) && GatewayFixture.json(progress).hasNonNull("unknown_since");
        }).count() == count);
    }

    private static void wish(GatewayFixture gateway, String name) {
        try {
            Path control = gateway.inbox().resolveSibling("control").resolve("cancel");
            Files.createDirectories(control);
            Files.createFile(control.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode report(GatewayFixture gateway, String stem) {
        return GatewayFixture.json(gateway.errors().resolve(stem + ".error.json"));
    }
}
