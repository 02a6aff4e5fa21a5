package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.beans.CloudBeans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An input is in an inbox, then on its way: whoever looks for it finds it, whenever it is taken. */
class WhomANameMeansTest {
    private static final String OTHER = "20260101-000000-dead-0001";
    private static final String TICKET = "20260101-000000-dead-0002";
    @TempDir
    private Path home;

    /** A gateway takes the input while somebody else reads tickets. */
    private final class TakenMeanwhile extends ObjectMapper {
        private static final long serialVersionUID = 1L;

        TakenMeanwhile() {
            super(CloudBeans.json());
        }

        @Override
        public <T> T readValue(byte[] bytes, Class<T> type) throws IOException {
            if (Files.exists(input())) {
                ticket(TICKET, "orders.json");
                Files.move(input(), home.resolve("work").resolve(TICKET).resolve("orders.json"));
            }
            return super.readValue(bytes, type);
        }
    }

    private Path input() {
        return home.resolve("inbox/orders.json");
    }

    private void ticket(String id, String file) throws IOException {
        Path folder = Files.createDirectories(home.resolve("work").resolve(id));
        Files.writeString(folder.resolve("ticket.json"), CloudBeans.json().createObjectNode().put("id", id).put("file", file)
                .put("state", "CLAIMED").put("application_id", "a").put("claimed_at", "2026-01-01T00:00:00Z").toString());
    }

    @Test
    void whatIsTakenMeanwhileIsFoundAllTheSame() throws IOException {
        Files.createDirectories(home.resolve("inbox"));
        Files.writeString(input(), "{}");
        ticket(OTHER, "other.json");

        TicketReader.Meant meant = new TicketReader(home.resolve("work"), new TakenMeanwhile())
                .meant(List.of(home.resolve("inbox")), "orders.json");

        assertThat(input()).as("it was taken").doesNotExist();
        assertThat(meant.waiting().isEmpty() && meant.tickets().isEmpty()).as("nowhere").isFalse();
    }
}
