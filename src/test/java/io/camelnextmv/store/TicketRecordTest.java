package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketRecordTest {
    private static final TicketName ID = new TicketName("20261128-050729-4eo2-0001");
    private final ObjectMapper mapper = CloudBeans.json();
    private final TicketRecord record = new TicketRecord(mapper);
    @TempDir
    private Path folder;

    @Test
    void theCopyIsTheTicketWhetherThatBecameLongerOrShorter() throws IOException {
        Ticket claimed = new Inbox(folder, "routing", Optional.empty(), RunSpec.NONE).claimed(ID, "orders.json", Instant.now());

        for (String why : new String[] {"it failed", "it failed ".repeat(1000), "no", "aufträge ".repeat(3)}) {
            Ticket ended = claimed.ended(Endings.failed(Optional.of(why), Instant.now(), 1));

            record.write(folder, ended, Durability.OS);

            assertThat(folder.resolve("ticket.copy")).hasSameBinaryContentAs(folder.resolve("ticket.json"));
            assertThat(record.copy(folder, ID)).contains(ended);
        }
    }

    @Test
    void aCopyThatADeathCutOffIsNone() throws IOException {
        Ticket claimed = new Inbox(folder, "routing", Optional.empty(), RunSpec.NONE).claimed(ID, "orders.json", Instant.now());
        record.write(folder, claimed, Durability.OS);
        byte[] whole = Files.readAllBytes(folder.resolve("ticket.copy"));

        Files.write(folder.resolve("ticket.copy"), java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThat(record.copy(folder, ID)).isEmpty();
        assertThat(record.read(folder, ID)).isEqualTo(claimed);
    }
}
