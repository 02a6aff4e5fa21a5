package io.camelnextmv.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.await.StillActive;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.ticket.Durability;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty runs, all started within the second before the request whose answer was lost: a full list. */
class InDoubtTest {
    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
    private static final RunList NONE = new RunList(List.of());
    private static final RunList FULL = new RunList(IntStream.range(0, 50).mapToObj(i -> new Row("run-" + i,
            Optional.empty(), Optional.of(SENT.minusMillis(10L * i)))).toList());
    @TempDir
    private Path home;
    private TicketStore tickets;
    private InDoubt inDoubt;
    private TicketName id;

    @BeforeEach
    void aTicketInDoubt() throws IOException {
        Path work = Files.createDirectories(home.resolve("work"));
        Clock clock = Clock.fixed(SENT.plusSeconds(10), ZoneOffset.UTC);
        tickets = new TicketStore(work, home.resolve("archive"), Durability.OS, JsonMapper.builder()
                .addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build(), clock);
        Ticket ticket = tickets.claim(Files.writeString(home.resolve("tour.json"), "{}"), new Inbox(home, "app", Optional.empty(),
                RunSpec.NONE))
                .orElseThrow();
        tickets.write(ticket.submitting(SENT));
        id = ticket.id();
        inDoubt = new InDoubt(tickets, Duration.ofSeconds(1), Duration.ofHours(1), clock);
        inDoubt.add(id);
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    @Test
    void aRunThatAnEarlierProcessKnewShowsThatTheListReachesBack() {
        inDoubt.know("run-49", SENT.minusMillis(400));
        assertThat(afterFourLooks().state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void aRunThatWasKnownOnlyAfterTheRequestShowsNothing() {
        inDoubt.know("run-49", SENT.plusMillis(1));
        assertThat(afterFourLooks().ending().orElseThrow().status()).isEqualTo("in_doubt");
    }

    @Test
    void aListThatDoesNotReachBackAndAnAnswerWithoutADateLeaveItInDoubt() {
        assertThat(afterFourLooks().ending().orElseThrow().status()).isEqualTo("in_doubt");
    }

    @Test
    void whileOthersSubmitListsThatOverlapShowThatNothingWasStarted() throws IOException {
        visits();
        for (int look = 0; look < 7; look++) {
            RunList list = runs(25 * look);
            InDoubt gateway = after(Duration.ofSeconds(look));
            assertThatThrownBy(() -> gateway.conclude(id, list, NONE, null)).isInstanceOf(StillActive.class);
        }
        assertThat(after(Duration.ofSeconds(7)).conclude(id, runs(175), NONE, null).state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void whileOthersSubmitAGapBetweenTwoListsLeavesItInDoubt() throws IOException {
        visits();
        assertThatThrownBy(() -> after(Duration.ZERO).conclude(id, runs(0), NONE, null)).isInstanceOf(StillActive.class);
        assertThatThrownBy(() -> after(Duration.ofSeconds(1)).conclude(id, runs(50), NONE, null))
                .isInstanceOf(StillActive.class);
        assertThatThrownBy(() -> after(Duration.ofSeconds(2)).conclude(id, runs(51), NONE, null))
                .isInstanceOf(StillActive.class);
        assertThat(after(Duration.ofSeconds(7)).conclude(id, runs(52), NONE, null).ending().orElseThrow().status())
                .isEqualTo("in_doubt");
    }

    /** The ticket is one that waits in a broker, and is here for its looks. */
    private void visits() throws IOException {
        Ticket ticket = tickets.read(id);
        tickets.visit(id);
        Files.createDirectories(tickets.folder(id));
        tickets.write(ticket);
    }

    /** Another gateway, so long after the first look: it knows nothing but what the ticket brings along. */
    private InDoubt after(Duration time) {
        return new InDoubt(tickets, Duration.ofSeconds(1), Duration.ofHours(1),
                Clock.fixed(SENT.plusSeconds(10).plus(time), ZoneOffset.UTC));
    }

    /** A full list, ten runs a second; the first ones were started long before the request. */
    private static RunList runs(int newer) {
        return new RunList(IntStream.range(0, 50).mapToObj(i -> new Row("run-" + (newer - i), Optional.empty(),
                Optional.of(SENT.plusMillis(100L * (newer - i))))).toList());
    }

    private Ticket afterFourLooks() {
        for (int look = 1; look < 4; look++) {
            assertThatThrownBy(() -> inDoubt.conclude(id, FULL, NONE, null)).isInstanceOf(StillActive.class);
        }
        return inDoubt.conclude(id, FULL, NONE, null);
    }
}
