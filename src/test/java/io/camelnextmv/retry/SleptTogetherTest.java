package io.camelnextmv.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sleeps that end in the same second have one timer. */
class SleptTogetherTest {
    private static final int MANY = 2000;
    private final Timers timers = new Timers(4, new WakeUps());
    private final Map<TicketName, AtomicInteger> ran = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5));
    }

    private static TicketName ticket(int number) {
        return new TicketName("ticket-" + number);
    }

    private void sleep(int number, Duration delay) {
        TicketName ticket = ticket(number);
        ran.put(ticket, new AtomicInteger());
        timers.sleep(ticket, woken -> ran.get(ticket).incrementAndGet(), delay, true);
    }

    private long ran() {
        return ran.values().stream().filter(times -> times.get() > 0).count();
    }

    @Test
    void manyTakeATimerForEachSecondAndEachIsWokenOnce() {
        for (int i = 0; i < MANY; i++) {
            sleep(i, Duration.ofHours(1).plusMillis(i));
        }

        assertThat(timers.sleeping()).isEqualTo(MANY);
        // Two seconds of delays, and what the machine took to make them.
        assertThat(timers.getQueue()).hasSizeLessThan(MANY / 10);
        for (int i = 0; i < MANY; i += 2) {
            timers.alarm(ticket(i));
        }
        soon().until(() -> ran() == MANY / 2);
        timers.letGo();
        assertThat(ran.values()).allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(timers.sleeping()).isZero();
    }

    @Test
    void nobodyIsWokenTooEarly() {
        Map<Integer, Long> slept = new ConcurrentHashMap<>();
        for (int delay = 0; delay < 1500; delay += 7) {
            int millis = delay;
            long begun = System.nanoTime();
            timers.sleep(ticket(delay), woken -> slept.put(millis, System.nanoTime() - begun), Duration.ofMillis(delay), true);
        }

        soon().until(() -> slept.size() == 215);
        assertThat(slept).allSatisfy((millis, nanos) -> assertThat(nanos).isGreaterThanOrEqualTo(millis * 1_000_000L));
        assertThat(timers.getQueue()).isEmpty();
    }

    @Test
    void whatIsBegunInTheSameThreadAfterwardsIsNotTheTickets() {
        timers.nextIs(ticket(1), true);
        sleep(1, Duration.ofHours(1));
        AtomicInteger other = new AtomicInteger();
        Runnable work = other::incrementAndGet;
        timers.schedule(work, 1, TimeUnit.HOURS);

        assertThat(timers.sleeping()).isEqualTo(1);
        timers.alarm(ticket(1));
        soon().until(() -> ran() == 1);
        assertThat(other).hasValue(0);
    }

    @Test
    void whatWasSaidOfASleepThatNobodyBeganEndsWithItsTask() throws Exception {
        Timers one = new Timers(1, new WakeUps());
        try {
            one.submit(() -> one.nextIs(ticket(1), true)).get();
            Runnable work = () -> { };
            one.submit(() -> {
                one.schedule(work, 1, TimeUnit.HOURS);
            }).get();

            assertThat(one.sleeping()).isZero();
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void anAlarmThatCameBeforeIsHeard() {
        timers.alarm(ticket(1));

        sleep(1, Duration.ofHours(1));

        soon().until(() -> ran() == 1);
    }

    @Test
    void whoFallsAsleepAfterAllWereLetGoDoesNotSleep() {
        timers.letGo();

        sleep(1, Duration.ofHours(1));

        soon().until(() -> ran() == 1);
    }

    @Test
    void whoeverIsWokenIsToldSoHoweverNearItsTimeIs() {
        Map<TicketName, Boolean> told = new ConcurrentHashMap<>();
        timers.sleep(ticket(1), woken -> told.put(ticket(1), woken), Duration.ofMillis(1), true);
        timers.sleep(ticket(2), woken -> told.put(ticket(2), woken), Duration.ofHours(1), true);
        timers.sleep(ticket(3), woken -> told.put(ticket(3), woken), Duration.ofHours(1), false);
        timers.wake(ticket(2));
        timers.wake(ticket(3));

        soon().until(() -> told.size() == 3);
        assertThat(told).containsEntry(ticket(1), false).containsEntry(ticket(2), true).containsEntry(ticket(3), true);
    }

    @Test
    void noAlarmWakesWhoSleepsDeeply() {
        timers.alarm(ticket(1));
        ran.put(ticket(1), new AtomicInteger());
        timers.sleep(ticket(1), woken -> ran.get(ticket(1)).incrementAndGet(), Duration.ofHours(1), false);
        timers.alarm(ticket(1));

        assertThat(timers.sleeping()).isEqualTo(1);
        assertThat(timers.isAlarmed(ticket(1))).as("it is heard later").isTrue();
        timers.wake(ticket(1));
        soon().until(() -> ran() == 1);
    }
}
