package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.await.QueueSnapshots.Via;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.limits.WakeUps;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueLooksTest {
    /** For so long an answer is shared. */
    private static final Duration APART = Duration.ofSeconds(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(20));
    private final MovableClock clock = new MovableClock();
    private final Timers timers = new Timers(1, new WakeUps());
    private final Waiters waiters = new Waiters(timers);

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    private QueueLooks looks(Via via) {
        return looks(via, accounts());
    }

    private Accounts accounts() {
        return OneAccount.of(new CircuitBreaker("the service", "It waits", Duration.ofSeconds(1), Duration.ofSeconds(1),
                probes -> Duration.ofSeconds(1), clock), clock);
    }

    private QueueLooks looks(Via via, Accounts accounts) {
        return looks(via, accounts, APART);
    }

    private QueueLooks looks(Via via, Accounts accounts, Duration apart) {
        return new QueueLooks(accounts, waiters, new Polling(Duration.ofSeconds(1), BACKOFF,
                BACKOFF.longer(5), 100, Duration.ofHours(1), OnTimeout.REPORT), apart, via, clock);
    }

    private void wait(String... runs) {
        waitAs("main", runs);
    }

    private void waitAs(String inbox, String... runs) {
        for (String run : runs) {
            waiters.enter(ticket(run), new Waiters.Waiter(run, inbox, Instant.MAX, Instant.MAX));
        }
    }

    private Ticket submitted(String run, Optional<String> account) {
        Instant now = clock.instant();
        return new Inbox(Path.of("inbox"), "app", Optional.empty(), RunSpec.NONE, account, Optional.empty())
                .claimed(ticket(run), "a.json", now).submitting(now).submitted(run, now, Duration.ofHours(1));
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

    private static Exchange begin(QueueLooks looks, String account) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        looks.begin(account, exchange);
        return exchange;
    }

    private static Duration nextOf(QueueLooks looks, Exchange exchange) {
        try {
            looks.goOn(null, exchange);
        } catch (NotYet e) {
            return e.delay();
        }
        throw new AssertionError("they do not go on");
    }

    @Test
    void aRunThatWasNamedAndIsNoLongerIsWokenOnceAndNoOther() {
        QueueLooks looks = looks(Via.AUTO);
        wait("a", "b", "c");
        begin(looks, null);

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
        begin(looks, null);
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
        Exchange exchange = begin(looks, null);
        assertThat(looks.isToBegin(null)).as("they have").isFalse();

        waiters.leave(ticket("a"));
        waiters.leave(ticket("b"));
        assertThatThrownBy(() -> looks.goOn(null, exchange)).isInstanceOf(NotYet.class);
        waiters.leave(ticket("c"));
        assertThatCode(() -> looks.goOn(null, exchange)).doesNotThrowAnyException();
        wait("d", "e", "f");
        assertThat(looks.isToBegin(null)).as("again").isTrue();
    }

    /** Such a look would find the answer of the one before, and the next one would come a whole delay later. */
    @Test
    void noLookComesBeforeTheAnswerOfTheOneBeforeIsOutdated() {
        Duration apart = Duration.ofSeconds(3);
        QueueLooks looks = looks(Via.AUTO, accounts(), apart);
        wait("a", "b", "c");
        Exchange exchange = begin(looks, null);

        List<Duration> delays = Stream.generate(() -> nextOf(looks, exchange)).limit(8).toList();

        assertThat(delays.get(0)).isEqualTo(apart);
        assertThat(delays).allSatisfy(delay -> assertThat(delay).isGreaterThanOrEqualTo(apart));
        assertThat(delays.get(7)).as("they still grow").isGreaterThan(Duration.ofSeconds(10));
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
        Exchange exchange = begin(looks, null);
        looks.seen("main", Map.of("a", "queued"));
        assertThat(nextOf(looks, exchange)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            looks.seen("main", Map.of("a", "queued", "of somebody else" + i, "running"));
            nextOf(looks, exchange);
        }
        assertThat(nextOf(looks, exchange)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));

        looks.seen("main", Map.of("a", "running"));
        assertThat(nextOf(looks, exchange)).as("its status has changed").isLessThanOrEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            nextOf(looks, exchange);
        }
        looks.seen("main", Map.of("a", "running", "b", "running"));
        assertThat(nextOf(looks, exchange)).as("another one is named").isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoBeginsToWaitWhileTheNextLookIsFarOffHasOneSoonAndTheOthersEnd() {
        QueueLooks looks = looks(Via.QUEUE);
        wait("a");
        Exchange first = begin(looks, null);
        for (int i = 0; i < 10; i++) {
            nextOf(looks, first);
        }

        wait("b");
        assertThat(looks.isToBegin(null)).isTrue();
        Exchange second = begin(looks, null);

        assertThat(looks.areOf(null, first)).isFalse();
        assertThat(looks.areOf(null, second)).isTrue();
        assertThatCode(() -> looks.goOn(null, first)).as("they are not needed any more").doesNotThrowAnyException();
        assertThat(nextOf(looks, second)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void inboxesThatShareAnAccountAreLookedForTogether() {
        Accounts accounts = accounts();
        accounts.add("north", accounts.main());
        QueueLooks looks = looks(Via.AUTO, accounts);
        waitAs("north", "a", "b");
        wait("c");
        assertThat(looks.isToBegin("north")).isTrue();
        Exchange exchange = begin(looks, "north");

        looks.seen("main", Map.of("a", "running", "b", "running", "c", "running"));
        assertThat(looks.isWatched(submitted("a", Optional.of("north")))).isTrue();
        looks.seen(null, Map.of("b", "running"));

        assertThat(woken("a", "b", "c")).containsExactly("a", "c");
        waiters.leave(ticket("c"));
        assertThatThrownBy(() -> looks.goOn("north", exchange)).as("two wait").isInstanceOf(NotYet.class);
    }

    @Test
    void whereTheSettingsHaveNoSuchAccountNobodyLooks() {
        QueueLooks looks = looks(Via.QUEUE);
        waitAs("gone", "a", "b", "c");

        assertThat(looks.isToBegin("gone")).isFalse();
        assertThat(looks.isWatched(submitted("a", Optional.of("gone")))).isFalse();
    }

    @Test
    void aRunOfTheSameIdInTwoAccountsHoldsUpTheEndOfNoLooks() {
        for (List<String> leave : List.of(List.of("main", "north"), List.of("north", "main"))) {
            waiters.enter(ticket("main"), new Waiters.Waiter("same", "main", Instant.MAX, Instant.MAX));
            waiters.enter(ticket("north"), new Waiters.Waiter("same", "north", Instant.MAX, Instant.MAX));
            leave.forEach(one -> waiters.leave(ticket(one)));
            assertThat(waiters.runsOf("main")).isEmpty();
            assertThat(waiters.runsOf("north")).isEmpty();
        }
    }

    @Test
    void aQueueThatLiesWakesNobodyAgainAndAgainNorIsItLookedIntoMoreOften() {
        QueueLooks looks = looks(Via.QUEUE);
        wait("a", "b");
        Exchange exchange = begin(looks, null);
        int woken = 0;
        for (int i = 0; i < 20; i++) {
            looks.seen("main", Map.of("a", "running" + i, "b", "running"));
            looks.seen("main", Map.of("b", "running"));
            woken += woken("a").size();
            nextOf(looks, exchange);
        }
        looks.seen("main", Map.of("a", "running", "b", "running"));

        assertThat(woken).isEqualTo(3);
        assertThat(nextOf(looks, exchange)).isGreaterThan(Duration.ofSeconds(10));
        assertThat(looks.isWatched(submitted("a", Optional.empty()))).as("it is on its own").isFalse();
        assertThat(looks.isWatched(submitted("b", Optional.empty()))).isTrue();
        looks.seen("main", Map.of("a", "running"));
        assertThat(woken("a", "b")).as("others are woken as before").containsExactly("b");
    }

    @Test
    void looksThatAreLostBeginAgainAndUntilThenNobodyReliesOnThem() {
        QueueLooks looks = looks(Via.QUEUE);
        wait("a");
        assertThat(looks.isToBegin(null)).isTrue();
        clock.turn(Duration.ofMinutes(6));
        assertThat(looks.isToBegin(null)).as("they have never begun").isTrue();
        Exchange lost = begin(looks, null);
        looks.seen("main", Map.of("a", "running"));
        assertThat(looks.isWatched(submitted("a", Optional.empty()))).isTrue();
        clock.turn(Duration.ofMinutes(1));
        assertThat(looks.isToBegin(null)).as("they take their time").isFalse();

        clock.turn(Duration.ofMinutes(5));

        assertThat(looks.isWatched(submitted("a", Optional.empty()))).isFalse();
        assertThat(looks.isToBegin(null)).isTrue();
        begin(looks, null);
        assertThat(looks.areOf(null, lost)).as("should they come back").isFalse();
    }

    @ParameterizedTest
    @CsvSource({"301, ''", "1, again"})
    void whereTheQueueTellsNotAllOrTooMuchEachRunIsOnItsOwn(int rows, String token) throws Exception {
        QueueLooks looks = looks(Via.AUTO);
        AccountQueues queues = new AccountQueues(accounts(), () -> new QueueSnapshots(Via.AUTO, Duration.ofSeconds(1),
                waiters::count, CloudBeans.json(), clock), looks);
        wait("run0", "b", "c");
        Exchange exchange = begin(looks, null);
        queues.isOutdated(null, exchange);
        queues.begin(null).page(queue(1, ""));
        assertThat(looks.isWatched(submitted("run0", Optional.empty()))).isTrue();
        clock.turn(Duration.ofSeconds(2));

        queues.isOutdated(null, exchange);
        for (AccountQueues.Queue queue = queues.begin(null); queue.goesOn();) {
            queue.page(queue(rows, token));
        }

        assertThat(looks.isWatched(submitted("run0", Optional.empty()))).isFalse();
        assertThat(woken("run0", "b", "c")).isEmpty();
    }

    private static InputStream queue(int rows, String token) {
        String runs = IntStream.range(0, rows).mapToObj(i -> "{\"id\":\"run" + i + "\",\"status_v2\":\"running\"}")
                .collect(Collectors.joining(","));
        String next = token.isEmpty() ? "" : ",\"next_page_token\":\"" + token + "\"";
        return new ByteArrayInputStream(("{\"runs\":[" + runs + "]" + next + "}").getBytes(StandardCharsets.UTF_8));
    }
}
