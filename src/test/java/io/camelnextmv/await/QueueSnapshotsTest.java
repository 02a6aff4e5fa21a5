package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.camelnextmv.await.QueueSnapshots.Via;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.retry.NotYet;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueSnapshotsTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .configure(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false).build();
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private enum Step {
        TAKE, LOOK, ASK
    }

    /** What a check does next. */
    private static Step next(QueueSnapshots queueSnapshots) {
        return queueSnapshots.isToBeTaken() ? Step.TAKE : queueSnapshots.isThere() ? Step.LOOK : Step.ASK;
    }

    @Test
    void oneAsksAndTheOthersComeBackWhenItIsThere() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);

        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
        assertThatThrownBy(() -> next(queueSnapshots)).isInstanceOf(NotYet.class);
        queueSnapshots.taken(queue("a"));

        assertThat(next(queueSnapshots)).isEqualTo(Step.LOOK);
        assertThat(queueSnapshots.statusOf("a")).isEqualTo("running");
        assertThat(queueSnapshots.statusOf("b")).isEmpty();
    }

    private static InputStream page(String run, String token) {
        return new ByteArrayInputStream(("{\"runs\":[{\"id\":\"" + run + "\",\"status_v2\":\"running\"}],"
                + "\"next_page_token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aQueueThatHasPagesIsReadToItsEnd() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);
        assertThat(queueSnapshots.path().text()).isEqualTo("/v1/account/queue");
        queueSnapshots.taken(page("a", "x+y"));

        assertThat(queueSnapshots.hasMore()).isTrue();
        assertThat(queueSnapshots.path().text()).isEqualTo("/v1/account/queue?pagetoken=x%2By");
        assertThatThrownBy(() -> next(queueSnapshots)).as("the others, meanwhile").isInstanceOf(NotYet.class);
        queueSnapshots.taken(queue("b"));

        assertThat(queueSnapshots.hasMore()).isFalse();
        assertThat(next(queueSnapshots)).isEqualTo(Step.LOOK);
        assertThat(queueSnapshots.statusOf("a")).isEqualTo("running");
        assertThat(queueSnapshots.statusOf("b")).isEqualTo("running");
    }

    @Test
    void aTokenThatComesAgainIsTheEnd() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);
        queueSnapshots.taken(page("a", "x"));
        queueSnapshots.taken(page("b", "x"));

        assertThat(queueSnapshots.hasMore()).isFalse();
        assertThat(queueSnapshots.statusOf("b")).isEqualTo("running");
    }

    @Test
    void whoComesBackComesBackLessOftenTheLongerItTakes() {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);
        now = now.plusSeconds(5);

        assertThatThrownBy(() -> next(queueSnapshots)).isInstanceOfSatisfying(NotYet.class,
                later -> assertThat(later.delay()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }

    @Test
    void aSnapshotIsSharedForItsAgeFromItsAnswerOnHoweverSlowThatWas() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);
        now = now.plusSeconds(4);
        queueSnapshots.taken(queue("a"));

        now = now.plusMillis(999);
        assertThat(next(queueSnapshots)).isEqualTo(Step.LOOK);
        now = now.plusMillis(1);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
    }

    @Test
    void whoeverReadsPageAfterPageIsNotTakenForLost() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);
        for (int page = 0; page < 3; page++) {
            now = now.plus(Duration.ofSeconds(80));
            queueSnapshots.taken(page("run" + page, "token" + page));
            assertThat(queueSnapshots.isOutdated()).isFalse();
            assertThatThrownBy(() -> next(queueSnapshots)).isInstanceOf(NotYet.class);
        }
    }

    @Test
    void whoeverAskedAndNeverCameBackIsNotWaitedForForEver() {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);
        now = now.plus(Duration.ofMinutes(2));

        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
    }

    @Test
    void byItselfTheQueueIsAskedOnceThreeChecksFallIntoTheAgeOfASnapshot() {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.AUTO);

        assertThat(next(queueSnapshots)).isEqualTo(Step.ASK);
        assertThat(next(queueSnapshots)).isEqualTo(Step.ASK);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
    }

    @Test
    void checksThatAreFarApartAskForTheRunItself() {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.AUTO);

        for (int i = 0; i < 10; i++) {
            assertThat(next(queueSnapshots)).isEqualTo(Step.ASK);
            now = now.plusMillis(900);
        }
    }

    @Test
    void aQueueWithFarMoreRowsThanRunsThatWaitIsLeftAloneForAWhile() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.AUTO);
        next(queueSnapshots);
        next(queueSnapshots);
        next(queueSnapshots);
        queueSnapshots.taken(queue(301));

        assertThat(next(queueSnapshots)).isEqualTo(Step.ASK);
        now = now.plusSeconds(61);
        next(queueSnapshots);
        next(queueSnapshots);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
    }

    /** By three checks, however many wait in memory. */
    private QueueSnapshots toBeTaken(int waiting) {
        QueueSnapshots queueSnapshots = new QueueSnapshots(Via.AUTO, Duration.ofSeconds(1), () -> waiting, MAPPER, clock);
        next(queueSnapshots);
        next(queueSnapshots);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
        return queueSnapshots;
    }

    private static InputStream queue(int runs) {
        return queue(IntStream.range(0, runs).mapToObj(i -> "run" + i).toArray(String[]::new));
    }

    @Test
    void whereTicketsWaitInABrokerItsWorthIsToldByTheirChecks() throws Exception {
        QueueSnapshots queueSnapshots = toBeTaken(0);
        queueSnapshots.taken(queue(299));

        assertThat(next(queueSnapshots)).isEqualTo(Step.LOOK);
        now = now.plusSeconds(1);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
        queueSnapshots.taken(queue(401));
        assertThat(next(queueSnapshots)).isEqualTo(Step.ASK);
    }

    @Test
    void aSlowAnswerIsWorthWhatItWasAskedFor() throws Exception {
        QueueSnapshots queueSnapshots = toBeTaken(0);
        now = now.plusSeconds(20);

        queueSnapshots.taken(queue("a", "b"));

        assertThat(next(queueSnapshots)).isEqualTo(Step.LOOK);
    }

    @Test
    void checksOfLongAgoSayNothingOfItsWorth() throws Exception {
        QueueSnapshots queueSnapshots = toBeTaken(1);
        queueSnapshots.taken(queue("a"));
        now = now.plusSeconds(3);
        assertThat(queueSnapshots.isOutdated()).isTrue();

        queueSnapshots.taken(queue(101));

        assertThat(queueSnapshots.isThere()).isFalse();
    }

    @Test
    void aQueueThatIsRefusedIsLeftAloneAndOneThatCannotBeReachedIsNot() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        Fault unreachable = new Fault(Kind.NOT_SENT, 0, "no way", Optional.empty());
        Fault slowDown = new Fault(Kind.SERVICE, 503, "slow down", Optional.of(Duration.ofSeconds(1)));

        next(queueSnapshots);
        assertThatThrownBy(() -> queueSnapshots.notTaken(unreachable)).isSameAs(unreachable);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
        assertThatThrownBy(() -> queueSnapshots.notTaken(slowDown)).isSameAs(slowDown);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
        assertThatCode(() -> queueSnapshots.notTaken(new Fault(Kind.REQUEST, 403, "no", Optional.empty())))
                .doesNotThrowAnyException();
        assertThat(next(queueSnapshots)).isEqualTo(Step.ASK);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
    }

    @Test
    void anAnswerThatGoesOnForEverIsGivenUp() {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);

        assertThatThrownBy(() -> queueSnapshots.taken(rows(Integer.MAX_VALUE, "run"))).isInstanceOf(UnreadableAnswer.class)
                .hasMessageContaining("more than");
    }

    @Test
    void idsThatNoRunHasAreNotKept() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        next(queueSnapshots);

        assertThat(queueSnapshots.taken(rows(300, "x".repeat(60_000))).orElseThrow()).isEmpty();
    }

    /** An answer of so many rows, made while it is read. */
    private static InputStream rows(int rows, String id) {
        return new SequenceInputStream(new Enumeration<>() {
            private int made;

            @Override
            public boolean hasMoreElements() {
                return made <= rows;
            }

            @Override
            public InputStream nextElement() {
                String text = made == rows ? "{}]}" : (made == 0 ? "{\"runs\":[" : "") + "{\"id\":\"" + id + made + "\"},";
                made++;
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void aSnapshotOfBeforeTheClockWasSetBackIsNotLookedInto() throws Exception {
        QueueSnapshots queueSnapshots = queueSnapshots(Via.QUEUE);
        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
        queueSnapshots.taken(queue("a"));

        now = now.minus(Duration.ofHours(2));

        assertThat(next(queueSnapshots)).isEqualTo(Step.TAKE);
    }

    private QueueSnapshots queueSnapshots(Via via) {
        return new QueueSnapshots(via, Duration.ofSeconds(1), () -> 3, MAPPER, clock);
    }

    private static InputStream queue(String... runs) {
        String rows = java.util.Arrays.stream(runs)
                .map(run -> "{\"id\":\"" + run + "\",\"status_v2\":\"running\",\"more\":{}}")
                .collect(Collectors.joining(","));
        return new ByteArrayInputStream(("{\"runs\":[" + rows + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
