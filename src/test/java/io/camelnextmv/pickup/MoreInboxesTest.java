package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoreInboxesTest extends GatewayTest {

    @Test
    void eachInboxHasItsApplicationItsOptionsAndItsFolders() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.instance-id", "live").with("nextmv.options.a", "1")
                .with("nextmv.options.b", "1").with("nextmv.queuing.priority", "5")
                .with("nextmv.inboxes", "night, quick")
                .with("nextmv.inboxes.night.application-id", "packing").with("nextmv.inboxes.night.options.b", "2")
                .with("nextmv.inboxes.night.outbox.folder", home.resolve("elsewhere").toString())
                .with("nextmv.inboxes.quick.queuing.priority", "1").with("nextmv.inboxes.quick.instance-id", "fast")
                .start();

        gateway.drop("main.json", SQUARE);
        drop("night", "night.json", SQUARE);
        drop("quick", "quick.json", SQUARE);
        drop("quick", "bad.json", "no json");
        gateway.untilDone(4);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("main.json");
        assertThat(GatewayFixture.names(home.resolve("elsewhere"))).containsExactly("night.json");
        assertThat(GatewayFixture.names(home.resolve("quick/outbox"))).containsExactly("quick.json");
        assertThat(GatewayFixture.names(home.resolve("quick/errors"))).containsExactly("bad.error.json", "bad.json");
        assertThat(run(cloud, "main.json")).extracting(RunView::application, RunView::instance, RunView::priority,
                RunView::options).containsExactly("routing", "live", 5, Map.of("a", "1", "b", "1"));
        assertThat(run(cloud, "night.json")).extracting(RunView::application, RunView::instance, RunView::priority,
                RunView::options).containsExactly("packing", "latest", 5, Map.of("a", "1", "b", "2"));
        assertThat(run(cloud, "quick.json")).extracting(RunView::application, RunView::instance, RunView::priority,
                RunView::options).containsExactly("routing", "fast", 1, Map.of("a", "1", "b", "1"));
    }

    @Test
    void anInputThatWaitsInAnyInboxCanBeCanceledByItsName() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).with("nextmv.inboxes", "night").with("nextmv.max-in-flight", "1").start();
        gateway.drop("main.json", SQUARE);
        gateway.until("it runs", () -> cloud.runs().size() == 1);
        drop("night", "night.json", SQUARE);

        Files.createFile(home.resolve("control/cancel/night.json"));
        gateway.until("it is canceled",
                () -> GatewayFixture.names(home.resolve("night/canceled")).contains("night.error.json"));

        assertThat(GatewayFixture.names(home.resolve("night/canceled"))).containsExactly("night.error.json",
                "night.json");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aRestartGoesOnByWhatTheInboxSays() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway("http://127.0.0.1:1").with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.application-id", "packing").start();
        drop("night", "night.json", SQUARE);
        gateway.until("it is claimed", () -> GatewayFixture.names(home.resolve("night/inbox")).isEmpty());
        gateway.close();

        gateway(cloud).with("nextmv.inboxes", "night").with("nextmv.inboxes.night.application-id", "packing").start()
                .untilDone(1);

        assertThat(GatewayFixture.names(home.resolve("night/outbox"))).containsExactly("night.json");
        assertThat(cloud.runs()).extracting(RunView::application).containsExactly("packing");
    }

    @Test
    void whatWasTakenFromAnInboxThatThereIsNoMoreStaysWithItsApplication() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway("http://127.0.0.1:1").with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.application-id", "packing").start();
        drop("night", "night.json", SQUARE);
        gateway.until("it is claimed", () -> GatewayFixture.names(home.resolve("night/inbox")).isEmpty());
        gateway.close();

        GatewayFixture again = gateway(cloud).start();
        again.untilDone(1);

        assertThat(GatewayFixture.names(again.outbox())).containsExactly("night.json");
        assertThat(cloud.runs()).extracting(RunView::application).containsExactly("packing");
    }

    @Test
    void anApplicationOfOneInboxThatNobodyKnowsDoesNotHoldUpTheOthers() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.application-id", "unknown-app").start();

        drop("night", "night.json", SQUARE);
        gateway.untilLogged("was asked for: 404");
        gateway.drop("main.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("main.json");
        assertThat(gateway.log().says("need mending")).isFalse();
        assertThat(gateway.ticketNames()).as("the other one waits").hasSize(1);
    }

    @Test
    void aSettingOfAnInboxThatCannotBeStopsTheStartWithItsName() {
        Sandbox cloud = cloud(quick());
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.queuing.priority", "10").start()).isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("nextmv.inboxes.night.queuing.priority is \"10\"");
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.inboxes.day.application-id", "x").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.inboxes does not name day");
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.aplication-id", "x").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.inboxes.night.aplication-id");
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.folder", home.resolve("inbox").toString()).start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("folder of another inbox");
    }

    private GatewayFixture chained(Sandbox cloud) {
        return gateway(cloud).with("nextmv.inboxes", "routing,packing")
                .with("nextmv.inboxes.routing.folder", home.resolve("outbox").toString())
                .with("nextmv.inboxes.packing.folder", home.resolve("routing/outbox").toString());
    }

    @Test
    void anOutboxMayBeAnotherOnesInbox() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = chained(cloud).start();

        gateway.drop("orders.json", SQUARE);

        gateway.untilDone(3);
        assertThat(GatewayFixture.names(home.resolve("packing/outbox"))).hasSize(1);
        assertThat(cloud.runs()).hasSize(3);
    }

    /** It would be run, and paid, without an end. */
    @ParameterizedTest
    @ValueSource(strings = {"nextmv.inboxes.packing.outbox.folder", "nextmv.inboxes.routing.errors.folder"})
    void whatComesBackToTheInboxThatItBeganInStopsTheStart(String last) {
        Sandbox cloud = cloud(quick());
        assertThatThrownBy(() -> chained(cloud).with(last, home.resolve("inbox").toString()).start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("again and again");

        GatewayFixture elsewhere = chained(cloud).with(last, home.resolve("inbox").toString())
                .with("nextmv.outputs.to", "mock:outputs").start();
        assertThat(elsewhere.gateway().main().isStarted()).as("the main one's answers do not go to its outbox").isTrue();
    }

    private void drop(String inbox, String name, String text) throws IOException {
        Path folder = Files.createDirectories(home.resolve(inbox).resolve("inbox"));
        Path aside = Files.writeString(home.resolve(name + ".tmp"), text);
        Files.setLastModifiedTime(aside, FileTime.from(Instant.EPOCH));
        Files.move(aside, folder.resolve(name));
    }

    private static RunView run(Sandbox cloud, String name) {
        return cloud.runs().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
    }
}
