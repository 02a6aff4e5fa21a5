package io.camelnextmv.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.TicketName;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
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

    @Test
    void ofThousandsThatAreWokenOutOfALineAtOnceAFewGoOnAtATime() throws Exception {
        int count = 500;
        Line line = new Line(ticket -> awaitUninterruptibly(new CountDownLatch(1)), ticket -> { },
                Executors.newCachedThreadPool(), wakeUps);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger going = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger gone = new AtomicInteger();
        CamelContext context = new DefaultCamelContext();
        for (int i = 0; i < count; i++) {
            Exchange exchange = new DefaultExchange(context);
            exchange.setProperty(Slots.TICKET, ticket(i));
            line.process(exchange, done -> {
                most.accumulateAndGet(going.incrementAndGet(), Math::max);
                awaitUninterruptibly(go);
                going.decrementAndGet();
                gone.incrementAndGet();
            });
        }

        IntStream.range(0, count).mapToObj(WakeUpsTest::ticket).forEach(line::wake);
        await().untilAsserted(() -> assertThat(going.get()).isGreaterThanOrEqualTo(32));
        go.countDown();

        await().untilAsserted(() -> assertThat(gone.get()).isEqualTo(count));
        assertThat(most.get()).isLessThanOrEqualTo(32);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
