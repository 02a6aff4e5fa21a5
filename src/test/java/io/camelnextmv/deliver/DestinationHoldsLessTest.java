package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outbox lies on a file system for which two names of an output are one. */
class DestinationHoldsLessTest {
    @TempDir
    private Path home;

    private Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    @Test
    void theOutputGoesToTheArchiveAndTheReportSaysWhereAndWhy() throws IOException {
        ObjectMapper mapper = JsonMapper.builder().findAndAddModules()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
        Clock clock = Clock.systemUTC();
        TicketStore tickets = new TicketStore(folder("work"), folder("archive"), Durability.OS, mapper, clock);
        try (FileSystem mac = Jimfs.newFileSystem(Configuration.osX())) {
            Path outbox = Files.createDirectory(mac.getPath("/outbox"));
            Extras extras = new Extras(new Extras.Wanted(Extras.Logs.NEVER, false, Extras.Place.ARCHIVE));
            ErrorLog errorLog = new ErrorLog(tickets, new GracePeriod(clock), mapper);
            PartialOutput partial = new PartialOutput(tickets, new Tarball(10, 1000), mapper);
            FolderDelivery delivery = new FolderDelivery(tickets, new Destinations(Map.of(Destination.OUTPUT, outbox, Destination.ERROR,
                    folder("errors"), Destination.CANCELED, folder("canceled"))), extras, partial,
                    new Reports(tickets, errorLog, partial, new ConsolePages("https://cloud.nextmv.io", Map.of()), mapper));
            Ticket ticket = tickets.write(tickets.newTickets().adopt("orders.json",
                    new Inbox(home.resolve("inbox"), "routing", Optional.empty(), RunSpec.NONE), "run-1",
                    Duration.ofHours(1), DestinationHoldsLessTest::input)
                    .ended(Ending.succeeded(Instant.now(), 1, 0, Optional.of(Format.MULTI_FILE))));
            Path output = Files.createDirectories(tickets.folder(ticket.id()).made(Outputs.OUTPUT));
            Files.writeString(output.resolve("Cars.csv"), "1");
            Files.writeString(output.resolve("cars.csv"), "2");

            Ticket placed = delivery.place(ticket.id());
            tickets.archive(placed.id());

            assertThat(outbox).isEmptyDirectory();
            assertThat(GatewayFixture.names(home.resolve("errors"))).containsExactly("orders.error.json", "orders.json");
            Path kept = home.resolve("archive").resolve(ticket.id().toString()).resolve("output.bad-output");
            assertThat(kept.resolve("Cars.csv")).hasContent("1");
            assertThat(kept.resolve("cars.csv")).hasContent("2");
            var report = GatewayFixture.json(home.resolve("errors/orders.error.json"));
            assertThat(report.path("status").asText()).isEqualTo("bad_output");
            assertThat(report.path("error").asText()).contains("/outbox").contains("two of its names are one");
            assertThat(report.path("what_to_do").asText()).contains(kept.toString());
        }
    }

    private static void input(Path file) {
        try {
            Files.writeString(file, "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
