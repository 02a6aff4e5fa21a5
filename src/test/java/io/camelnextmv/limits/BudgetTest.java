package io.camelnextmv.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.camelnextmv.limits.AccountLimits.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private long now = TimeUnit.DAYS.toNanos(1);

    private Budget budget(Map<Kind, Limit> limits, double share) {
        return new Budget(new AccountLimits(limits, share), PAUSE, () -> now);
    }

    private static Limit limit(String text) {
        String[] parts = text.split("/");
        return new Limit(Long.parseLong(parts[0]), Duration.parse(parts[1]));
    }

    /** Everybody waits from the beginning on; each goes when its turn has come, and the clock is late now and then. */
    private List<Long> times(Budget budget, int count, Random random) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            budget.stand(Use.RUN);
        }
        while (times.size() < count) {
            now += budget.untilNext(use -> true).orElseThrow().toNanos();
            if (random.nextInt(10) == 0) {
                now += (long) (random.nextDouble() * 700_000_000L);
            }
            budget.next(use -> true).ifPresent(turn -> times.add(now));
        }
        return times;
    }

    private static int mostInAWindow(List<Long> times, Duration window) {
        int most = 0;
        int first = 0;
        for (int last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= window.toNanos()) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"5/PT1S,1", "200/PT10S,1", "2000/PT1M,1", "1/PT1S,1", "250/PT1H,1", "30/PT1S,0.5", "5/PT1S,0.5",
        "7/PT2S,0.3", "3/PT1S,0.1", "100/PT3S,0.333", "50000/PT10S,1"})
    void noWindowOfItsLengthHoldsMoreThanTheLimit(String text, double share) {
        Limit limit = limit(text);
        for (int seed = 0; seed < 5; seed++) {
            List<Long> times = times(budget(Map.of(Kind.RUNS, limit), share), 5000, new Random(seed));

            assertThat(mostInAWindow(times, limit.per())).as("seed %s", seed)
                    .isLessThanOrEqualTo((int) Math.max(1, Math.floor(limit.most() * share)));
        }
    }

    /** What counts is when they are sent: behind a slow disk or a slow connection, one later than the other. */
    @ParameterizedTest
    @CsvSource({"5/PT1S,1", "60/PT1S,1", "200/PT10S,1", "1/PT1S,1", "30/PT1S,0.5", "3/PT1S,0.1"})
    void noWindowHoldsMoreThoughRequestsAreSentLaterThanTheirTurn(String text, double share) {
        Limit limit = limit(text);
        for (int seed = 0; seed < 5; seed++) {
            List<Long> sent = sentLate(budget(Map.of(Kind.RUNS, limit), share), 400, new Random(seed));

            assertThat(mostInAWindow(sent, limit.per())).as("seed %s", seed)
                    .isLessThanOrEqualTo((int) Math.max(1, Math.floor(limit.most() * share)));
        }
    }

    private record Late(Turn turn, long at) {
    }

    private List<Long> sentLate(Budget budget, int count, Random random) {
        List<Long> times = new ArrayList<>();
        PriorityQueue<Late> onTheirWay = new PriorityQueue<>(Comparator.comparingLong(Late::at));
        for (int i = 0; i < count; i++) {
            budget.stand(Use.RUN);
        }
        while (times.size() < count) {
            long next = budget.untilNext(use -> true).map(wait -> now + wait.toNanos()).orElse(Long.MAX_VALUE);
            if (!onTheirWay.isEmpty() && onTheirWay.peek().at() <= next) {
                Late late = onTheirWay.poll();
                now = late.at();
                budget.sent(late.turn());
                times.add(now);
            } else {
                now = next;
                budget.next(use -> true).ifPresent(turn -> onTheirWay.add(new Late(turn,
                        now + (random.nextInt(5) == 0 ? random.nextInt(800_000_000) : random.nextInt(5_000_000)))));
            }
        }
        return times;
    }

    /** Shares that do not come out even, all of one account: together they keep the limit too. */
    @Test
    void severalGatewaysTogetherKeepTheLimitToo() {
        List<Long> all = new ArrayList<>();
        for (double share : new double[] {0.4, 0.35, 0.25}) {
            now = (long) (share * 1e9);
            all.addAll(times(budget(Map.of(Kind.RUNS, limit("10/PT1S")), share), 200, new Random(1)));
        }
        assertThat(mostInAWindow(all.stream().sorted().toList(), Duration.ofSeconds(1))).isLessThanOrEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5/PT1S", "200/PT10S", "2000/PT1M", "40/PT10S", "180/PT1M", "250/PT1H"})
    void whatTheLimitAllowsIsUsedBut5Percent(String text) {
        Limit limit = limit(text);
        Budget budget = budget(Map.of(Kind.RUNS, limit), 1);
        long begun = now;
        long count = Math.max(1000, 100 * limit.most());
        for (int i = 0; i < count; i++) {
            budget.stand(Use.RUN);
            now += budget.untilNext(use -> true).orElseThrow().toNanos();
            assertThat(budget.next(use -> true)).isPresent();
        }
        double periods = (now - begun) / (double) limit.per().toNanos();
        assertThat(count / periods / limit.most()).isBetween(0.95, 1.0);
    }

    /** A timer is a little late each time: that is not added up. */
    @Test
    void whoeverComesALittleLateDoesNotSlowTheOthersDown() {
        Budget budget = budget(Map.of(Kind.RUNS, limit("5/PT1S")), 1);
        long begun = now;
        for (int i = 0; i < 1000; i++) {
            budget.stand(Use.RUN);
            now += budget.untilNext(use -> true).orElseThrow().toNanos() + 20_000_000;
            assertThat(budget.next(use -> true)).isPresent();
        }
        assertThat((now - begun) / 1e9).isCloseTo(1000 / 4.85, within(2.5));
    }

    @Test
    void theClockMayTurnOverAsNanoTimeMay() {
        now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);
        Budget budget = budget(Map.of(Kind.RUNS, limit("1/PT1M")), 1);
        budget.take(Use.RUN);
        budget.slowDown(Optional.of(Duration.ofSeconds(70)));
        Turn waits = budget.stand(Use.RUN);
        assertThat(budget.untilNext(use -> true)).contains(Duration.ofSeconds(70));
        now += TimeUnit.SECONDS.toNanos(69);
        assertThat(budget.next(use -> true)).isEmpty();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(budget.next(use -> true)).contains(waits);
    }

    @Test
    void theFirstComesFirstAndNobodyPassesByWhoWaits() {
        Budget budget = budget(Map.of(Kind.RUNS, limit("1/PT1S")), 1);
        assertThat(budget.take(Use.RUN)).isPresent();
        Turn first = budget.stand(Use.RUN);
        Turn second = budget.stand(Use.RUN);
        Turn third = budget.stand(Use.RUN);
        now += TimeUnit.SECONDS.toNanos(2);

        assertThat(budget.take(Use.RUN)).isEmpty();
        assertThat(budget.leave(second)).isTrue();
        assertThat(budget.leave(second)).isFalse();
        assertThat(budget.next(use -> true)).contains(first);
        assertThat(budget.next(use -> true)).isEmpty();
        now += TimeUnit.SECONDS.toNanos(2);
        assertThat(budget.next(use -> true)).contains(third);
        assertThat(budget.untilNext(use -> true)).isEmpty();
    }

    @Test
    void oneLineDoesNotWaitForAnother() {
        Budget budget = budget(Map.of(Kind.RUNS, limit("1/PT1H"), Kind.REQUESTS, limit("1000/PT1S")), 1);
        assertThat(budget.take(Use.RUN)).isPresent();
        budget.stand(Use.RUN);
        now += TimeUnit.SECONDS.toNanos(1);

        assertThat(budget.take(Use.RESULT)).isPresent();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(budget.take(Use.REQUEST)).isPresent();
    }

    @Test
    void whereAllRequestsAreShortWhoHasWaitedLongestComesFirstInWhateverLine() {
        Budget budget = budget(Map.of(Kind.REQUESTS, limit("1/PT1S")), 1);
        assertThat(budget.take(Use.REQUEST)).isPresent();
        Turn result = budget.stand(Use.RESULT);
        Turn request = budget.stand(Use.REQUEST);
        Turn run = budget.stand(Use.RUN);

        for (Turn expected : List.of(result, request, run)) {
            now += TimeUnit.SECONDS.toNanos(2);
            assertThat(budget.take(Use.REQUEST)).isEmpty();
            assertThat(budget.next(use -> true)).contains(expected);
        }
    }

    @Test
    void aLineThatCannotGoOnHoldsNoOther() {
        Budget budget = budget(Map.of(Kind.REQUESTS, limit("1/PT1S")), 1);
        budget.stand(Use.RESULT);
        Turn run = budget.stand(Use.RUN);

        assertThat(budget.next(use -> use != Use.RESULT)).contains(run);
    }

    @Test
    void a429MakesAllOfThemLaterThoseWhoWaitAlreadyToo() {
        Budget budget = budget(Map.of(Kind.RUNS, limit("5/PT1S")), 1);
        budget.take(Use.RUN);
        Turn waits = budget.stand(Use.RUN);

        budget.slowDown(Optional.of(Duration.ofSeconds(7)));

        assertThat(budget.take(Use.REQUEST)).isEmpty();
        assertThat(budget.untilNext(use -> true)).contains(Duration.ofSeconds(7));
        assertThat(budget.slowed()).contains(Duration.ofSeconds(7));
        now += TimeUnit.SECONDS.toNanos(7) - 1;
        assertThat(budget.next(use -> true)).isEmpty();
        now += 1;
        assertThat(budget.next(use -> true)).contains(waits);
        assertThat(budget.slowed()).isEmpty();
        assertThat(budget.take(Use.REQUEST)).isPresent();
    }

    @Test
    void a429ThatAsksForLessDoesNotShortenWhatAnotherHasAskedFor() {
        Budget budget = budget(Map.of(), 1);
        budget.slowDown(Optional.of(Duration.ofSeconds(7)));
        budget.slowDown(Optional.of(Duration.ofSeconds(2)));
        budget.slowDown(Optional.empty());

        assertThat(budget.slowed()).contains(Duration.ofSeconds(7));
    }

    @Test
    void a429WithoutATimeMeansTheDelayOfTheSettingsAndNoneIsLongerThanAnHour() {
        Budget budget = budget(Map.of(), 1);
        budget.slowDown(Optional.of(Duration.ZERO));
        assertThat(budget.slowed()).contains(PAUSE);

        budget.slowDown(Optional.of(Duration.ofDays(27_000)));
        assertThat(budget.slowed()).contains(Duration.ofHours(1));
    }

    @Test
    void whatDoesNotWaitIsCounted() {
        Budget budget = budget(Map.of(Kind.REQUESTS, limit("10/PT1S")), 1);
        for (int i = 0; i < 10; i++) {
            budget.count(Use.REQUEST);
        }
        assertThat(budget.take(Use.REQUEST)).isEmpty();
        now += TimeUnit.SECONDS.toNanos(1) / 2;
        assertThat(budget.take(Use.REQUEST)).isEmpty();
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(budget.take(Use.REQUEST)).isPresent();
    }

    @Test
    void whoeverCannotStayIsToldALaterTimeEachTime() {
        Budget budget = budget(Map.of(Kind.RUNS, limit("5/PT1S")), 1);
        budget.take(Use.RUN);
        List<Duration> told = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            told.add(budget.comeBackIn(Use.RUN));
        }
        assertThat(told).isSorted().doesNotHaveDuplicates();
        assertThat(told.get(9)).isBetween(Duration.ofMillis(1300), Duration.ofMillis(2200));
    }

    @Test
    void itTellsHowMuchIsUsed() {
        Budget budget = budget(Map.of(Kind.RUNS, limit("5/PT1S"), Kind.REQUESTS, limit("2000/PT1M")), 1);
        long begun = now;
        for (int i = 0; now - begun < TimeUnit.SECONDS.toNanos(60); i++) {
            budget.stand(Use.RUN);
            now += budget.untilNext(use -> true).orElseThrow().toNanos();
            budget.next(use -> true);
        }
        budget.stand(Use.RUN);
        budget.stand(Use.RUN);
        budget.stand(Use.REQUEST);

        assertThat(budget.usage()).extracting(Usage::sentence).satisfiesExactly(
                runs -> assertThat(runs).matches("runs 4.[89]/s of 5/s, 2 waiting"),
                requests -> assertThat(requests).matches("requests 2[789]\\d/m of 2000/m, 3 waiting"));
        now += TimeUnit.MINUTES.toNanos(2);
        assertThat(budget.usage()).extracting(Usage::used).containsExactly(0.0, 0.0);
    }

    @ParameterizedTest
    @CsvSource({"POST,/v1/applications/a/runs,RUN", "POST,/v1/applications/a/runs?instance_id=i,RUN",
        "GET,/v1/applications/a/runs/r,RESULT", "GET,/v1/applications/a/runs/r?format=url,RESULT",
        "GET,/v1/applications/a/runs/r/metadata,REQUEST", "GET,/v1/applications/a/runs,REQUEST",
        "GET,/v1/applications/runs/runs?pagetoken=x,REQUEST", "POST,/v1/applications/a/runs/uploadurl,REQUEST",
        "PATCH,/v1/applications/a/runs/r/cancel,REQUEST", "GET,/v1/account/queue,REQUEST", "DELETE,/v1/webhooks/w,REQUEST",
        "GET,/v1/applications/a/runs/r/input?format=url,REQUEST", "GET,/v1/applications/a/runs/r/assets/x,REQUEST"})
    void whatARequestUsesIsToldByItsMethodAndPath(String method, String path, Use use) {
        assertThat(Use.of(method, path)).isEqualTo(use);
    }
}
