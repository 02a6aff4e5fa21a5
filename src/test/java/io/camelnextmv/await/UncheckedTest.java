package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that cannot even begin is tried again after a pause, whoever wakes its ticket. */
class UncheckedTest {
    private static final TicketName TICKET = new TicketName("20260101-000000-abcd-0001");
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));
    @TempDir
    private Path home;
    private final Timers timers = new Timers(1, new WakeUps());
    private final Waiters waiters = new Waiters(timers);
    private final AtomicInteger checks = new AtomicInteger();
    private TicketStore tickets;

    @BeforeEach
    void aTicketSleepsForLong() throws Exception {
        JsonMapper mapper = JsonMapper.builder().build();
        tickets = new TicketStore(Files.createDirectory(home.resolve("work")), home, Durability.OS, mapper,
                Clock.systemUTC());
        Polling polling = new Polling(Duration.ofSeconds(1), BACKOFF, BACKOFF, 100, Duration.ofHours(1),
                OnTimeout.REPORT);
        // No look is asked for a ticket that was woken.
        LongDelays delays = new LongDelays(polling, timers, waiters, new LongDelays.Known(tickets.watched(),
                new Cancellations(tickets, mapper, Clock.systemUTC()), null), (ticket, account) -> {
                    checks.incrementAndGet();
                    return CompletableFuture.failedFuture(new IllegalStateException("the route was stopped"));
                }, () -> false);
        waiters.enter(TICKET, new Waiters.Waiter("run", "main", Instant.MAX, Instant.MAX));
        delays.sleep(TICKET, new NotYet("running", Duration.ofHours(1)));
    }

    @AfterEach
    void stop() {
        timers.shutdownNow();
        tickets.close();
    }

    /** The one thread has done all that was due before. */
    private void untilAllThatWasDueIsDone() throws Exception {
        for (int i = 0; i < 10; i++) {
            timers.schedule(() -> { }, 1, TimeUnit.MILLISECONDS).get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void anAlarmThatWasNotHeardDoesNotWakeItAgainAndAgain() throws Exception {
        waiters.wake("run");
        await().atMost(Duration.ofMinutes(1)).until(() -> checks.get() == 1 && timers.sleeping() == 1);
        waiters.wake("run");
        untilAllThatWasDueIsDone();

        assertThat(checks).as("it is tried again in 10 s").hasValue(1);
        assertThat(timers.sleeping()).isEqualTo(1);
    }

    @Test
    void whoeverWouldHaveItGoOnAtOnceWakesItAllTheSame() throws Exception {
        waiters.wake("run");
        await().atMost(Duration.ofMinutes(1)).until(() -> checks.get() == 1 && timers.sleeping() == 1);

        timers.wake(TICKET);

        await().atMost(Duration.ofMinutes(1)).until(() -> checks.get() == 2 && timers.sleeping() == 1);
    }
}
