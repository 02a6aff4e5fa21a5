package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunPlan;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    private static final Duration REST = Duration.ofSeconds(1);
    private long nanos;

    @Test
    void anInputThatCannotBeTakenDoesNotKeepTheYoungerOnesOut(@TempDir Path inbox) throws Exception {
        // A folder cannot be renamed into itself.
        Path work = Files.createDirectories(inbox.resolve("stuck/work"));
        TicketStore tickets = new TicketStore(work, inbox, Durability.OS, JsonMapper.builder()
                .addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build(), Clock.systemUTC());
        Admission admission = new Admission(tickets, OneAccount.of(new CircuitBreaker("the service", "It waits", REST,
                REST, probes -> REST, Clock.systemUTC()), Clock.systemUTC()), 10, REST, () -> nanos);
        admission.open();
        Claim claim = new Claim(tickets, admission, List.of(new Inbox(inbox, "demo", Optional.empty(), RunPlan.NONE.spec())),
                () -> nanos);
        File stuck = Files.createFile(inbox.resolve("stuck.ready")).toFile();
        File orders = Files.writeString(inbox.resolve("orders.json"), "{}").toFile();

        assertThatThrownBy(() -> claim.take(stuck)).isInstanceOf(UncheckedIOException.class);
        assertThat(admission.isOpen()).as("the disk may be full").isFalse();
        nanos += REST.toNanos();
        assertThat(admission.isOpen()).isTrue();
        assertThat(claim.take(stuck)).isEmpty();
        assertThat(claim.take(orders)).hasSize(1);
        nanos += Duration.ofSeconds(30).toNanos();
        assertThatThrownBy(() -> claim.take(stuck)).as("tried again later").isInstanceOf(UncheckedIOException.class);
        nanos += Duration.ofSeconds(31).toNanos();
        assertThat(claim.take(stuck)).as("the other one could be taken: it is this file, and has time").isEmpty();
        nanos += Duration.ofSeconds(30).toNanos();
        assertThatThrownBy(() -> claim.take(stuck)).isInstanceOf(UncheckedIOException.class);
        nanos += Duration.ofSeconds(31).toNanos();
        assertThatThrownBy(() -> claim.take(stuck)).as("nothing could be taken: it may be the disk")
                .isInstanceOf(UncheckedIOException.class);
        tickets.close();
    }
}
