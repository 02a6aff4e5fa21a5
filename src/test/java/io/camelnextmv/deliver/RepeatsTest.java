package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsTest {
    private static final TicketName ID = new TicketName("20261127-010203-abcd-1");
    @TempDir
    private Path home;
    private TicketStore tickets;
    private Repeats repeats;

    @BeforeEach
    void aTicket() throws IOException {
        tickets = new TicketStore(Files.createDirectories(home.resolve("work")),
                Files.createDirectories(home.resolve("archive")), Durability.OS, new JsonMapper(), Clock.systemUTC());
        Files.createDirectories(tickets.folder(ID).path());
        repeats = new Repeats(tickets, new JsonMapper());
    }

    private boolean came(String question, String answer) throws IOException {
        return repeats.areEnough(ID, question, Files.writeString(home.resolve("answer"), answer));
    }

    @Test
    void theSameIsBelievedWhenItHasComeAgainAndAgainAlsoAfterARestart() throws IOException {
        assertThat(came("result", "[]")).isFalse();
        assertThat(came("result", "[]")).isFalse();
        repeats = new Repeats(tickets, new JsonMapper());
        assertThat(came("logs", "[]")).isFalse();
        assertThat(came("result", "[]")).isTrue();
        assertThat(came("logs", "[]")).isFalse();
        assertThat(came("result", "[]")).as("asked anew because of something else").isTrue();
    }

    @Test
    void whatComesOtherEachTimeIsBelievedAfterTenOfThem() throws IOException {
        for (int i = 1; i < 10; i++) {
            assertThat(came("result", "[" + i + "]")).isFalse();
        }
        assertThat(came("result", "[10]")).isTrue();
    }

    @Test
    void aPageOfSomethingBetweenIsBelievedAfterTenOfThem() throws IOException {
        for (int i = 1; i < 10; i++) {
            assertThat(came("result", "\n <!DOCTYPE html>")).isFalse();
        }
        assertThat(came("result", "<html>")).isTrue();
    }

    @Test
    void aGoodAnswerEndsTheCountAndLeavesNothing() throws IOException {
        came("result", "[]");
        came("result", "[]");
        repeats.forget(ID, "result");
        assertThat(tickets.folder(ID).path()).isEmptyDirectory();
        assertThat(came("result", "[]")).isFalse();
    }

    @Test
    void whatWasWrittenDownAndCannotBeReadIsBegunAnew() throws IOException {
        came("result", "[]");
        for (String broken : new String[] {"null", "", "[]", "{\"result\":7}"}) {
            Files.writeString(tickets.folder(ID).file("unreadable.json"), broken);
            assertThat(came("result", "[]")).as(broken).isFalse();
        }
    }
}
