package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.ticket.Durability;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Plan;
import io.camelnextmv.ticket.TicketStore;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    private static final Duration REST = Duration.ofSeconds(1);
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void anInputThatCannotBeTakenDoesNotKeepTheYoungerOnesOut(@TempDir Path inbox) throws Exception {
        // A folder cannot be renamed into itself.
        Path work = Files.createDirectories(inbox.resolve("stuck/work"));
        TicketStore tickets = new TicketStore(work, inbox, Durability.OS, JsonMapper.builder()
                .addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build(), clock);
        Door door = new Door(tickets, new OutageSwitch("the service", "It waits", REST, REST, clock), 10, REST, clock);
        door.open();
        Claim claim = new Claim(tickets, door, List.of(new Inbox(inbox, "demo", Optional.empty(), Plan.NONE.spec())),
                Duration.ZERO, clock);
        File stuck = Files.createFile(inbox.resolve("stuck.ready")).toFile();
        File orders = Files.writeString(inbox.resolve("orders.json"), "{}").toFile();

        assertThatThrownBy(() -> claim.take(stuck)).isInstanceOf(UncheckedIOException.class);
        assertThat(claim.take(orders)).as("the disk may be full").isEmpty();
        now = now.plus(REST);
        assertThat(door.begin(null, null)).as("another look into the inbox").isTrue();
        assertThat(claim.take(stuck)).isEmpty();
        assertThat(claim.take(orders)).hasSize(1);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(door.begin(null, null)).isTrue();
        assertThatThrownBy(() -> claim.take(stuck)).as("tried again later").isInstanceOf(UncheckedIOException.class);
        tickets.close();
    }
}
