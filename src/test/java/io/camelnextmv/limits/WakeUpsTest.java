package io.camelnextmv.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.ticket.TicketName;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
    private final WakeUps wakeUps = new WakeUps();

    private static TicketName ticket(int number) {
        return new TicketName("ticket-" + number);
    }

    @Test
    void oneIsHeardOnceHoweverOftenItWasCalledAndNobodyElse() {
        wakeUps.call(ticket(1));
        wakeUps.call(ticket(1));

        assertThat(wakeUps.heard(ticket(2))).isFalse();
        assertThat(wakeUps.heard(ticket(1))).isTrue();
        assertThat(wakeUps.heard(ticket(1))).isFalse();
    }

    @Test
    void thoseWhoNeverSleepAgainAreForgotten() {
        IntStream.rangeClosed(1, 100_000).mapToObj(WakeUpsTest::ticket).forEach(wakeUps::call);

        assertThat(IntStream.rangeClosed(1, 100_000).mapToObj(WakeUpsTest::ticket).filter(wakeUps::heard)).hasSize(1000);
    }
}
