package io.camelnextmv.endings;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesOfFilesTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(strings = {"orders of monday.json", "aufträge für Köln.json", "orders.2026.11.24.json", "orders",
        "100%+{done}&$(x)#?.json", "日本語 🚚.json", "a'b\"c.json", "-n.json", "${body}.json", "ORDERS.JSON"})
    void anyNameWorksOnTheWayToTheOutbox(String name) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.format.input", "json").start();

        gateway.drop(name, SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly(name);
        assertThat(cloud.runs().get(0).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders of monday.json", "aufträge für Köln.json", "orders.2026.11.24.json"})
    void anyNameWorksOnTheWayToTheErrors(String name) {
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.format.input", "json").start();

        gateway.drop(name, "no json");
        gateway.untilDone(1);

        String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder(name, stem + ".error.json");
        assertThat(GatewayFixture.json(gateway.errors().resolve(stem + ".error.json")).path("file").asText())
                .isEqualTo(name);
    }

    @Test
    void aNameAsLongAsAFileSystemTakesWorksOnBothWays() {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        String good = "g".repeat(250) + ".json";
        String bad = "b".repeat(250) + ".json";

        gateway.drop(good, SQUARE);
        gateway.drop(bad, "no json");
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly(good);
        assertThat(GatewayFixture.names(gateway.errors())).hasSize(2).anyMatch(name -> name.endsWith(".error.json"));
    }

    @Test
    void aTakenNameGetsTheRunIdBeforeItsEnding() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Files.writeString(gateway.outbox().resolve("orders.v1.json"), "somebody else's");

        gateway.drop("orders.v1.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.v1.json")).hasContent("somebody else's");
        assertThat(gateway.outbox().resolve("orders.v1." + cloud.runs().get(0).id() + ".json")).isNotEmptyFile();
    }

    @Test
    void aReportWhoseNameIsTakenGoesBesideItsInputUnderANewName() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        Files.writeString(gateway.errors().resolve("orders.error.json"), "an older report");

        gateway.drop("orders.json", "no json");
        gateway.untilDone(1);

        String ticket = GatewayFixture.names(gateway.archive()).get(0);
        assertThat(gateway.errors().resolve("orders.error.json")).hasContent("an older report");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("orders.error.json",
                "orders." + ticket + ".json", "orders." + ticket + ".error.json");
    }

    @Test
    void aSecondFileOfTheSameNameIsTakenWhileTheFirstOneIsWaitedFor() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("orders.json", SQUARE);
        gateway.until("the first is waited for", () -> cloud.runs().size() == 1);

        gateway.drop("orders.json", "{\"stops\":[],\"options\":{}}");
        gateway.until("the second is waited for", () -> cloud.runs().size() == 2);

        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void manyFilesOfOneNameAllComeOut() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        for (int i = 0; i < 5; i++) {
            gateway.drop("orders.json", SQUARE);
            gateway.until("it is taken", () -> GatewayFixture.names(gateway.inbox()).isEmpty());
        }
        gateway.untilDone(5);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(5).contains("orders.json");
        assertThat(cloud.runs()).hasSize(5);
        for (Path archived : GatewayFixture.names(gateway.archive()).stream().map(gateway.archive()::resolve).toList()) {
            assertThat(archived.resolve("input").resolve("orders.json")).hasContent(SQUARE);
        }
    }
}
