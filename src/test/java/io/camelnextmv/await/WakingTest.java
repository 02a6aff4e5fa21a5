package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.ticket.TicketName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakingTest {
    private static final TicketName TICKET = new TicketName("ticket");
    private final Timers timers = new Timers(4, new WakeUps());
    private final Waiters waiters = new Waiters(timers);
    private final AtomicInteger ran = new AtomicInteger();

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void whoIsWokenRunsOnceHoweverManyTryAtTheSameTime() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            for (int round = 1; round <= 500; round++) {
                waiters.enter(TICKET, new Waiters.Waiter("run", "main", Instant.MAX, Instant.MAX));
                sleep("ticket", 3_600_000);
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> wakers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    boolean deep = i % 2 == 0;
                    wakers.add(many.submit(() -> {
                        start.await();
                        if (deep) {
                            timers.wake(TICKET);
                        } else {
                            waiters.wake("run");
                        }
                        return null;
                    }));
                }
                start.countDown();
                for (Future<?> waker : wakers) {
                    waker.get();
                }
                int expected = round;
                soon().until(() -> ran.get() == expected);
                waiters.leave(TICKET);
            }
        } finally {
            many.shutdownNow();
        }
        assertThat(ran).hasValue(500);
        assertThat(timers.getQueue()).isEmpty();
        assertThat(timers.sleeping()).isZero();
    }

    @Test
    void whoIsWokenWhileFallingAsleepDoesNotSleepOn() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int round = 1; round <= 2000; round++) {
                waiters.enter(TICKET, new Waiters.Waiter("run", "main", Instant.MAX, Instant.MAX));
                Future<?> waker = other.submit(() -> waiters.wake("run"));
                sleep("ticket", 3_600_000);
                waker.get();
                int expected = round;
                soon().until(() -> ran.get() == expected);
                assertThat(waiters.wasWoken(TICKET)).isTrue();
                waiters.leave(TICKET);
            }
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void anAlarmDoesNotCutShortASleepThatTheServiceAskedFor() {
        waiters.enter(TICKET, new Waiters.Waiter("run", "main", Instant.MAX, Instant.MAX));
        timers.nextIs(TICKET, false);
        timers.schedule((Runnable) ran::incrementAndGet, 1, TimeUnit.HOURS);

        waiters.wake("run");

        assertThat(timers.getQueue()).hasSize(1);
        timers.wake(TICKET);
        soon().until(() -> ran.get() == 1);
    }

    @Test
    void whoSleepsByTheTimerAloneIsForgottenWhenTheTimeHasCome() {
        sleep("ticket", 1);

        soon().until(() -> ran.get() == 1);
        assertThat(timers.sleeping()).isZero();
        timers.wake(TICKET);
        assertThat(timers.getQueue()).isEmpty();
    }

    @Test
    void newsOfRunsThatNobodyWaitsForAreForgottenAfterAThousand() {
        for (int i = 0; i < 5000; i++) {
            waiters.wake("run" + i, true);
        }

        waiters.enter(new TicketName("old"), new Waiters.Waiter("run3999", "main", Instant.MAX, Instant.MAX));
        waiters.enter(new TicketName("new"), new Waiters.Waiter("run4000", "main", Instant.MAX, Instant.MAX));
        assertThat(waiters.wasWoken(new TicketName("old"))).isFalse();
        assertThat(waiters.wasWoken(new TicketName("new"))).isTrue();
    }

    @Test
    void whoHasLeftIsNotWokenAndLeavesNothingBehind() {
        waiters.enter(TICKET, new Waiters.Waiter("run", "main", Instant.MAX, Instant.MAX));
        waiters.wake("run");
        waiters.leave(TICKET);
        waiters.leave(TICKET);

        assertThat(waiters.wake("run")).isFalse();
        assertThat(waiters.wasWoken(TICKET)).isFalse();
        assertThat(waiters.count()).isZero();
    }

    @Test
    void atAStopWhoSleepsIsLetGoOnceAndNobodyFallsAsleepAnyMore() {
        sleep("ticket", 3_600_000);
        timers.letGo();
        timers.wake(TICKET);
        assertThat(ran).hasValue(1);

        sleep("ticket", 3_600_000);
        soon().until(() -> ran.get() == 2);
    }

    private static ConditionFactory soon() {
        return await().atMost(30, TimeUnit.SECONDS).pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS);
    }

    private void sleep(String ticket, long millis) {
        timers.nextIs(new TicketName(ticket), true);
        timers.schedule((Runnable) ran::incrementAndGet, millis, TimeUnit.MILLISECONDS);
    }
}
