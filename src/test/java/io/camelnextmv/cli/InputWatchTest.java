package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputWatchTest extends GatewayTest {
    private static final String TICKET = "20260101-000000-dead-0001";

    /** A claim writes the ticket, and then moves the file. */
    @Test
    void whoBeginsToWaitInTheMiddleOfAClaimWaitsForThatInput() throws Exception {
        GatewayFixture gateway = gateway("http://127.0.0.1:9");
        Path waiting = Files.writeString(Files.createDirectories(gateway.inbox()).resolve("orders.json"), SQUARE);
        Path taken = Files.createDirectories(gateway.work().resolve(TICKET).resolve("input"));
        ticket("CLAIMED", "");
        Files.createDirectories(gateway.archive());
        GatewayFiles files = new CommandContext(home, gateway.settings()).find();

        InputWatch watch = InputWatch.of(files, "orders.json");
        Files.move(waiting, taken.resolve("orders.json"));
        ticket("DELIVERED", ",\"ending\":{\"fate\":\"OUTPUT\",\"status\":\"succeeded\",\"error\":\"\",\"what_to_do\":\"\","
                + "\"ended_at\":\"2026-01-01T00:00:00Z\",\"polls\":1,\"output_size\":0},\"delivered_as\":\"orders\"");
        Files.move(gateway.work().resolve(TICKET), gateway.archive().resolve(TICKET));
        Optional<Ticket> found = watch.await(Optional.of(Duration.ofMinutes(1)));

        assertThat(found).map(Ticket::id).hasToString("Optional[" + TICKET + "]");
    }

    private void ticket(String state, String more) throws IOException {
        Files.writeString(home.resolve("work").resolve(TICKET).resolve("ticket.json"), "{\"id\":\"" + TICKET
                + "\",\"file\":\"orders.json\",\"state\":\"" + state + "\",\"application_id\":\"a\","
                + "\"claimed_at\":\"2026-01-01T00:00:00Z\"" + more + "}");
    }
}
