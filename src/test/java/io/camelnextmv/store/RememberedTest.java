package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What need not be read or written again, and what must be: the disk is the truth. */
class RememberedTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new JavaTimeModule()).propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    @TempDir
    private Path home;
    private TicketStore store;
    private TicketName id;

    @BeforeEach
    void aTicketThatWaits() throws IOException {
        Files.createDirectories(home.resolve("work"));
        Files.createDirectories(home.resolve("archive"));
        store = open();
        id = adopted(store, "run-1");
    }

    private TicketStore open() {
        return new TicketStore(home.resolve("work"), home.resolve("archive"), Durability.OS, MAPPER, Clock.systemUTC());
    }

    private TicketName adopted(TicketStore by, String run) {
        return by.newTickets().adopt("orders.json", inbox(), run, Duration.ofHours(1), input -> {
            try {
                Files.writeString(input, "{}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).id();
    }

    private Inbox inbox() {
        return new Inbox(home.resolve("inbox"), "app", Optional.empty(), RunSpec.NONE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Path file(String name) {
        return home.resolve("work").resolve(id.text()).resolve(name);
    }

    @Test
    void aTicketIsReadOnceWhileItsFileIsTheSame() {
        Ticket first = store.read(id);
        assertThat(store.read(id)).isSameAs(first);

        Ticket written = store.write(first.clockSet(Duration.ofMinutes(1)));

        assertThat(store.read(id)).isSameAs(written);
    }

    @Test
    void aFileThatSomebodyHasWrittenIsReadAgainWhateverIsRemembered() throws IOException {
        String text = Files.readString(file("ticket.json"));
        store.read(id);

        Files.writeString(file("ticket.json"), text.replace("run-1", "run-2"));
        Files.setLastModifiedTime(file("ticket.json"), FileTime.from(NOW));
        assertThat(store.read(id).runId()).as("in place, as long as before").contains("run-2");

        Path other = Files.writeString(home.resolve("other.json"), text.replace("run-1", "run-3"));
        Files.setLastModifiedTime(other, FileTime.from(NOW));
        Files.move(other, file("ticket.json"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(store.read(id).runId()).as("another file of that size and age").contains("run-3");

        Files.writeString(file("ticket.json"), "{");
        assertThat(store.read(id).runId()).as("rebuilt from its copy").contains("run-1");
    }

    @Test
    void aTicketThatIsGoneIsGoneWhateverIsRemembered() throws IOException {
        store.read(id);
        Directories.delete(file("ticket.json").getParent());
        Assertions.assertThatThrownBy(() -> store.read(id)).isInstanceOf(TicketGone.class);
    }

    private Progress after(int polls, String status) {
        return new Progress(polls, Optional.of(status), Optional.of(NOW.plusSeconds(polls)), Optional.of(NOW.plusSeconds(polls + 1L)),
                Optional.empty());
    }

    private int written() throws IOException {
        return MAPPER.readTree(file("progress.json").toFile()).path("polls").asInt();
    }

    @Test
    void ofManyChecksTheDiskIsToldFewAndARestartMissesAThirdAtMost() throws IOException {
        Set<JsonNode> told = new HashSet<>();
        for (int polls = 1; polls <= 1000; polls++) {
            store.notes().note(id, after(polls, "running"));
            told.add(MAPPER.readTree(file("progress.json").toFile()));

            assertThat(store.notes().progress(id)).isEqualTo(after(polls, "running"));
            assertThat(written()).isBetween(polls - polls / 3, polls);
        }
        assertThat(told).hasSizeBetween(10, 25);
        store.close();
        TicketStore next = open();
        assertThat(next.notes().progress(id).polls()).isBetween(667, 1000);
        next.close();
    }

    @Test
    void eachChangeOfARunsStatusIsOnTheDisk() throws IOException {
        for (int polls = 1; polls <= 100; polls++) {
            store.notes().note(id, after(polls, "queued"));
        }
        store.notes().note(id, after(101, "running"));
        assertThat(written()).isEqualTo(101);
        Progress unknown = new Progress(102, Optional.of("running"), Optional.of(NOW), Optional.of(NOW), Optional.of(NOW));
        store.notes().note(id, unknown);
        assertThat(written()).as("since when the service does not know the run").isEqualTo(102);
    }

    private static void lookAgain(Recovery recovery) {
        for (int i = 0; i < 5; i++) {
            assertThat(recovery.takeOver()).isEmpty();
        }
    }

    @Test
    void whatComesIntoTheFolderIsFoundHoweverLongNothingCame() {
        Recovery recovery = new Recovery(store, List.of(inbox()));
        lookAgain(recovery);
        TicketStore other = open();
        TicketName orphan = adopted(other, "run-2");
        lookAgain(recovery);

        other.close();

        assertThat(recovery.takeOver()).as("nothing in the folder has changed but that a lease is free").extracting(Ticket::id)
                .containsExactly(orphan);
        lookAgain(recovery);
        store.drop(orphan);
        assertThat(recovery.takeOver()).as("whoever let go of it would have it taken up again").isEmpty();
        recovery.close();
    }

    @Test
    void whereATicketsFolderCannotBeLookedIntoItIsNotSaidThatNobodyHasCanceledIt() throws IOException {
        Path folder = home.resolve("work").resolve(id.text());
        Directories.delete(folder);
        Files.writeString(folder, "no folder");
        Cancellations cancellations = new Cancellations(store, MAPPER, Clock.systemUTC());
        Assertions.assertThatThrownBy(() -> cancellations.of(id)).isInstanceOf(UncheckedIOException.class);
        Files.delete(folder);
    }
}
