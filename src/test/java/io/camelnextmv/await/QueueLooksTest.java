package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.await.QueueSnapshots.Via;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueLooksTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(20));
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-27T10:00:00Z"), ZoneOffset.UTC);
    private final Timers timers = new Timers(1, new WakeUps());
    private final Waiters waiters = new Waiters(timers);

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    private QueueLooks looks(Via via) {
        CircuitBreaker breaker = new CircuitBreaker("the service", "It waits", Duration.ofSeconds(1), Duration.ofSeconds(1),
                probes -> Duration.ofSeconds(1), clock);
        return new QueueLooks(OneAccount.of(breaker, clock), waiters, new Polling(Duration.ofSeconds(1), BACKOFF,
                BACKOFF.longer(5), 100, Duration.ofHours(1), OnTimeout.REPORT), via, clock);
    }

    private void wait(String... runs) {
        for (String run : runs) {
            waiters.enter(ticket(run), run, "main", Instant.MAX);
        }
    }

    private static TicketName ticket(String run) {
        return new TicketName("ticket-" + run);
    }

    private List<String> woken(String... runs) {
        List<String> woken = new ArrayList<>();
        for (String run : runs) {
            if (waiters.wasWoken(ticket(run))) {
                woken.add(run);
            }
        }
        return woken;
    }

    private static Duration nextOf(QueueLooks looks, int number) {
        try {
            looks.goOn(null, number);
        } catch (NotYet e) {
            return e.delay();
        }
        throw new AssertionError("they do not go on");
    }

    @Test
    void aRunThatWasNamedAndIsNoLongerIsWokenOnceAndNoOther() {
        QueueLooks looks = looks(Via.AUTO);
        wait("a", "b", "c");
        looks.begin(null);

        looks.seen("main", Map.of("a", "running", "b", "queued", "of somebody else", "running"));
        assertThat(woken("a", "b", "c")).as("nothing is known of before").isEmpty();
        looks.seen("main", Map.of("b", "running", "c", "running"));
        assertThat(woken("a", "b", "c")).containsExactly("a");
        looks.seen("main", Map.of("b", "running"));
        assertThat(woken("a", "b", "c")).containsExactly("c");
        looks.seen("main", Map.of("a", "running", "b", "running"));
        assertThat(woken("a", "b", "c")).isEmpty();
    }

    @Test
    void whatEndsWhileLooksDoNotSucceedIsSeenByTheNextThatDoes() {
        QueueLooks looks = looks(Via.AUTO);
        wait("a", "b", "c");
        looks.begin(null);
        looks.seen("main", Map.of("a", "running"));

        looks.failed(null);
        looks.seen("main", Map.of());

        assertThat(woken("a", "b", "c")).containsExactly("a");
    }

    @Test
    void byThemselvesLooksBeginAtTheThirdThatWaitsAndGoOnUntilNobodyDoes() {
        QueueLooks looks = looks(Via.AUTO);
        wait("a", "b");
        assertThat(looks.isToBegin(null)).isFalse();
        wait("c");
        assertThat(looks.isToBegin(null)).isTrue();
        assertThat(looks.isToBegin(null)).as("they are about to").isFalse();
        int number = looks.begin(null);
        assertThat(looks.isToBegin(null)).as("they have").isFalse();

        waiters.leave(ticket("a"));
        waiters.leave(ticket("b"));
        assertThatThrownBy(() -> looks.goOn(null, number)).isInstanceOf(NotYet.class);
        waiters.leave(ticket("c"));
        assertThatCode(() -> looks.goOn(null, number)).doesNotThrowAnyException();
        wait("d", "e", "f");
        assertThat(looks.isToBegin(null)).as("again").isTrue();
    }

    @Test
    void howARunIsCheckedSaysWhetherThereAreLooks() {
        wait("a", "b", "c");
        assertThat(looks(Via.METADATA).isToBegin(null)).isFalse();
        assertThat(looks(Via.AUTO).isToBegin(null)).isTrue();
        waiters.leave(ticket("b"));
        waiters.leave(ticket("c"));
        assertThat(looks(Via.QUEUE).isToBegin(null)).isTrue();
    }

    @Test
    void theDelaysGrowWhileNothingChanges() {
        QueueLooks looks = looks(Via.QUEUE);
        wait("a", "b");
        int number = looks.begin(null);
        looks.seen("main", Map.of("a", "queued"));
        assertThat(nextOf(looks, number)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            looks.seen("main", Map.of("a", "queued", "of somebody else" + i, "running"));
            nextOf(looks, number);
        }
        assertThat(nextOf(looks, number)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));

        looks.seen("main", Map.of("a", "running"));
        assertThat(nextOf(looks, number)).as("its status has changed").isLessThanOrEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            nextOf(looks, number);
        }
        looks.seen("main", Map.of("a", "running", "b", "running"));
        assertThat(nextOf(looks, number)).as("another one is named").isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoBeginsToWaitWhileTheNextLookIsFarOffHasOneSoonAndTheOthersEnd() {
        QueueLooks looks = looks(Via.QUEUE);
        wait("a");
        int first = looks.begin(null);
        for (int i = 0; i < 10; i++) {
            nextOf(looks, first);
        }

        wait("b");
        assertThat(looks.isToBegin(null)).isTrue();
        int second = looks.begin(null);

        assertThat(looks.areLast(null, first)).isFalse();
        assertThat(looks.areLast(null, second)).isTrue();
        assertThatCode(() -> looks.goOn(null, first)).as("they are not needed any more").doesNotThrowAnyException();
        assertThat(nextOf(looks, second)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
