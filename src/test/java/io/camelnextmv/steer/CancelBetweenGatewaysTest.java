package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways on the same folders: whichever is asked to cancel, the one that has the ticket in its hands does. */
@Tag("proof")
class CancelBetweenGatewaysTest extends GatewayTest {
    private static final int RUNS = 6;

    /** They sleep long delays, and looks into the queue are as good as their checks. */
    private GatewayFixture waiting(Sandbox cloud) {
        GatewayFixture owner = gateway(cloud).start();
        for (int i = 0; i < RUNS; i++) {
            owner.drop("orders-" + i + ".json", "{}");
        }
        owner.untilWaiting(RUNS);
        owner.until("no exchange waits but the one that looks into the queue", () -> owner.gateway().main()
                .getCamelContext().getInflightRepository().size() <= 1);
        return owner;
    }

    private static void untilCanceled(GatewayFixture owner, String file) {
        owner.until(file + " is canceled", () -> GatewayFixture.names(owner.canceled()).size() == 2);
        assertThat(owner.canceled().resolve(file)).exists();
        owner.until("no wish is left", () -> GatewayFixture.names(owner.canceled().resolveSibling("control/cancel")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "ticket", "run"})
    void askedThroughItsRouteTheOtherOneTellsWhoHasIt(String by) {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture owner = waiting(cloud);
        GatewayFixture other = gateway(cloud).start();
        RunView run = cloud.runs().get(0);
        String ticket = owner.ticketNames().get(0);
        String file = by.equals("ticket") ? fileOf(owner, ticket) : "orders-3.json";
        String name = switch (by) {
            case "file" -> file;
            case "ticket" -> ticket;
            default -> run.id();
        };

        ProducerTemplate template = other.gateway().main().getCamelContext().createProducerTemplate();
        CancelAnswer answer = template.requestBodyAndHeader("direct:nextmv-cancel", "", "NextmvCancel", name, CancelAnswer.class);

        assertThat(answer.outcome()).isEqualTo(CancelAnswer.Outcome.REQUESTED);
        if (by.equals("run")) {
            owner.until("its run is canceled", () -> GatewayFixture.names(owner.canceled()).size() == 2);
        } else {
            untilCanceled(owner, file);
        }
    }

    private static String fileOf(GatewayFixture gateway, String ticket) {
        return GatewayFixture.json(gateway.work().resolve(ticket).resolve("ticket.json")).path("file").asText();
    }

    /** Whichever of them sees the file first. */
    @Test
    void aWishInAFileIsSeenToByWhoHasTheTicket() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture owner = waiting(cloud);
        GatewayFixture other = gateway(cloud).start();
        Path control = home.resolve("control/cancel");
        List<String> tickets = owner.ticketNames();

        for (int i = 0; i < RUNS; i++) {
            Files.createFile(control.resolve(i % 2 == 0 ? tickets.get(i) : fileOf(owner, tickets.get(i))));
        }

        owner.until("all are canceled", () -> GatewayFixture.names(owner.canceled()).size() == 2 * RUNS);
        owner.until("no wish is left", () -> GatewayFixture.names(control).isEmpty());
        assertThat(other.log().lines()).noneMatch(line -> line.contains("cannot be canceled"));
    }

    /** Its tickets are nobody's for a moment; whoever takes them up cancels. */
    @Test
    void aWishForTheTicketOfAGatewayThatEndsMeanwhileIsSeenToByWhoTakesItUp() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture owner = waiting(cloud);
        GatewayFixture other = gateway(cloud).start();
        String ticket = owner.ticketNames().get(0);
        String file = fileOf(owner, ticket);

        Files.createFile(home.resolve("control/cancel").resolve(ticket));
        owner.close();

        untilCanceled(other, file);
    }
}
