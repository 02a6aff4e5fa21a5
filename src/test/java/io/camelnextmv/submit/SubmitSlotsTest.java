package io.camelnextmv.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.fixture.Remembered;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SubmitSlotsTest {
    private long now;
    private final SubmitSlots slots = new SubmitSlots(2, () -> true, Clock.systemUTC(), () -> now);

    private void enter(String ticket, String application) {
        slots.enter(new TicketName(ticket), Accounts.MAIN, application, false);
    }

    private void isFull(String ticket, String application) {
        assertThatThrownBy(() -> enter(ticket, application)).isInstanceOf(NotYet.class);
    }

    @Test
    void thereAreAsManyAsThereAreAndOneThatIsLeftIsFree() {
        enter("a", "app");
        enter("b", "app");
        isFull("c", "app");
        slots.leave(new TicketName("a"));
        enter("c", "app");
    }

    @Test
    void aRequestThatHangsGivesItsSlotToTheNext() {
        enter("a", "bad");
        enter("b", "bad");
        now = Duration.ofSeconds(4).toNanos();
        enter("c", "good");
        enter("d", "good");
        isFull("e", "good");
    }

    @Test
    void anApplicationWhoseRequestsHangTakesNoMore() {
        enter("a", "bad");
        enter("b", "bad");
        now = Duration.ofSeconds(4).toNanos();
        enter("c", "bad");
        now = Duration.ofSeconds(8).toNanos();

        isFull("d", "bad");
        assertThat(slots.troubles()).extracting(SubmitSlots.Trouble::application).containsExactly("bad");
    }

    @Test
    void whereThreeInputsInARowHaveFailedOneAtATimeIsSent() {
        for (String ticket : new String[] {"a", "b", "c"}) {
            enter(ticket, "bad");
            slots.failed(new TicketName(ticket), "bad", "500");
        }
        enter("d", "bad");
        isFull("e", "bad");
        enter("f", "good");

        slots.taken(new TicketName("d"), "bad");
        assertThat(slots.isSuspect("bad")).isFalse();
        assertThat(slots.troubles()).isEmpty();
    }

    @Test
    void oneInputThatFailsHoweverOftenMakesNobodySuspect() {
        for (int i = 0; i < 20; i++) {
            enter("a", "app");
            slots.failed(new TicketName("a"), "app", "500");
        }

        assertThat(slots.isSuspect("app")).isFalse();
        assertThatCode(() -> {
            enter("b", "app");
            enter("c", "app");
        }).doesNotThrowAnyException();
    }

    @Test
    void whoWasSentAwayAndComesBackGoesBeforeNewOnes() {
        enter("a", "app");
        enter("b", "app");
        isFull("old", "app");
        slots.leave(new TicketName("a"));

        // It waits, but for the stop.
        assertThatThrownBy(() -> slots.take(new TicketName("new"), Accounts.MAIN)).isInstanceOf(NotYet.class);
        enter("old", "app");
    }

    @Test
    void whoDoesNotComeBackHoldsUpNobody() {
        enter("a", "app");
        enter("b", "app");
        isFull("gone", "app");
        slots.leave(new TicketName("a"));
        now = Duration.ofMillis(1500).toNanos();

        slots.take(new TicketName("new"), Accounts.MAIN);
        enter("new", "app");
    }

    @Test
    void aSlotThatWasTakenIsThereForItsRequest() {
        slots.take(new TicketName("a"), Accounts.MAIN);
        slots.take(new TicketName("b"), Accounts.MAIN);
        isFull("c", "app");
        enter("a", "app");
        enter("b", "app");
    }

    @Test
    void aSlotThatIsKeptIsKeptHoweverLongItTakes() {
        slots.enter(new TicketName("a"), Accounts.MAIN, "app", true);
        slots.enter(new TicketName("b"), Accounts.MAIN, "app", true);
        now = Duration.ofMinutes(4).toNanos();
        assertThatThrownBy(() -> slots.enter(new TicketName("c"), Accounts.MAIN, "other", true)).isInstanceOf(NotYet.class);
    }

    @Test
    void ofApplicationsOfAllNamesOnlySoManyAreRemembered() {
        for (int i = 0; i < 5000; i++) {
            TicketName ticket = new TicketName("t" + i);
            enter(ticket.text(), "app-" + i);
            slots.failed(ticket, "app-" + i, "404");
        }

        assertThat(Remembered.by(slots)).isLessThanOrEqualTo(2000);
    }

    @Test
    void aTicketThatWasSentAwayAndComesBackToAnotherGatewayIsForgotten() {
        enter("a", "app");
        enter("b", "app");
        for (int i = 0; i < 5000; i++) {
            isFull("t" + i, "app");
            now += Duration.ofMillis(100).toNanos();
            slots.waits(new TicketName("a"), false);
            slots.waits(new TicketName("b"), false);
        }

        assertThat(Remembered.by(slots)).isLessThan(100);
    }
}
