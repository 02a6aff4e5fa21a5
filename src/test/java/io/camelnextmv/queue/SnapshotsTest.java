package io.camelnextmv.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.camelnextmv.await.StillActive;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Whose;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.queue.Snapshots.Step;
import io.camelnextmv.queue.Snapshots.Via;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
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

    @Test
    void oneAsksAndTheOthersComeBackWhenItIsThere() throws Exception {
        Snapshots snapshots = snapshots(Via.QUEUE);

        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
        assertThatThrownBy(snapshots::next).isInstanceOf(StillActive.class);
        snapshots.taken(queue("a"));

        assertThat(snapshots.next()).isEqualTo(Step.LOOK);
        assertThat(snapshots.statusOf("a")).isEqualTo("running");
        assertThat(snapshots.statusOf("b")).isEmpty();
    }

    private static InputStream page(String run, String token) {
        return new ByteArrayInputStream(("{\"runs\":[{\"id\":\"" + run + "\",\"status_v2\":\"running\"}],"
                + "\"next_page_token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aQueueThatHasPagesIsReadToItsEnd() throws Exception {
        Snapshots snapshots = snapshots(Via.QUEUE);
        snapshots.next();
        assertThat(snapshots.query()).isEmpty();
        snapshots.taken(page("a", "x+y"));

        assertThat(snapshots.hasMore()).isTrue();
        assertThat(snapshots.query()).isEqualTo("pagetoken=x%2By");
        assertThatThrownBy(snapshots::next).as("the others, meanwhile").isInstanceOf(StillActive.class);
        snapshots.taken(queue("b"));

        assertThat(snapshots.hasMore()).isFalse();
        assertThat(snapshots.next()).isEqualTo(Step.LOOK);
        assertThat(snapshots.statusOf("a")).isEqualTo("running");
        assertThat(snapshots.statusOf("b")).isEqualTo("running");
    }

    @Test
    void aTokenThatComesAgainIsTheEnd() throws Exception {
        Snapshots snapshots = snapshots(Via.QUEUE);
        snapshots.next();
        snapshots.taken(page("a", "x"));
        snapshots.taken(page("b", "x"));

        assertThat(snapshots.hasMore()).isFalse();
        assertThat(snapshots.statusOf("b")).isEqualTo("running");
    }

    @Test
    void whoComesBackComesBackLessOftenTheLongerItTakes() {
        Snapshots snapshots = snapshots(Via.QUEUE);
        snapshots.next();
        now = now.plusSeconds(5);

        assertThatThrownBy(snapshots::next).isInstanceOfSatisfying(StillActive.class,
                later -> assertThat(later.delay()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    }

    @Test
    void aSnapshotIsSharedForItsAgeFromItsAnswerOnHoweverSlowThatWas() throws Exception {
        Snapshots snapshots = snapshots(Via.QUEUE);
        snapshots.next();
        now = now.plusSeconds(4);
        snapshots.taken(queue("a"));

        now = now.plusMillis(999);
        assertThat(snapshots.next()).isEqualTo(Step.LOOK);
        now = now.plusMillis(1);
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
    }

    @Test
    void whoeverAskedAndNeverCameBackIsNotWaitedForForEver() {
        Snapshots snapshots = snapshots(Via.QUEUE);
        snapshots.next();
        now = now.plus(Duration.ofMinutes(2));

        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
    }

    @Test
    void byItselfTheQueueIsAskedOnceThreeChecksFallIntoTheAgeOfASnapshot() {
        Snapshots snapshots = snapshots(Via.AUTO);

        assertThat(snapshots.next()).isEqualTo(Step.ASK);
        assertThat(snapshots.next()).isEqualTo(Step.ASK);
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
    }

    @Test
    void checksThatAreFarApartAskForTheRunItself() {
        Snapshots snapshots = snapshots(Via.AUTO);

        for (int i = 0; i < 10; i++) {
            assertThat(snapshots.next()).isEqualTo(Step.ASK);
            now = now.plusMillis(900);
        }
    }

    @Test
    void aQueueWithFarMoreRowsThanRunsThatWaitIsLeftAloneForAWhile() throws Exception {
        Snapshots snapshots = snapshots(Via.AUTO);
        snapshots.next();
        snapshots.next();
        snapshots.next();
        snapshots.taken(queue(IntStream.range(0, 301).mapToObj(i -> "run" + i).toArray(String[]::new)));

        assertThat(snapshots.next()).isEqualTo(Step.ASK);
        now = now.plusSeconds(61);
        snapshots.next();
        snapshots.next();
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
    }

    @Test
    void aQueueThatIsRefusedIsLeftAloneAndOneThatCannotBeReachedIsNot() throws Exception {
        Snapshots snapshots = snapshots(Via.QUEUE);
        Fault unreachable = new Fault(Whose.NOT_SENT, 0, "no way", Optional.empty());
        Fault slowDown = new Fault(Whose.SERVICE, 503, "slow down", Optional.of(Duration.ofSeconds(1)));

        snapshots.next();
        assertThatThrownBy(() -> snapshots.notTaken(unreachable)).isSameAs(unreachable);
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
        assertThatThrownBy(() -> snapshots.notTaken(slowDown)).isSameAs(slowDown);
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
        assertThatCode(() -> snapshots.notTaken(new Fault(Whose.REQUEST, 403, "no", Optional.empty())))
                .doesNotThrowAnyException();
        assertThat(snapshots.next()).isEqualTo(Step.ASK);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
    }

    @Test
    void anAnswerLargerThanTwentyMegabytesIsNotRead() {
        Snapshots snapshots = snapshots(Via.QUEUE);
        snapshots.next();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '1';
            }
        };

        assertThatThrownBy(() -> snapshots.taken(endless)).isInstanceOf(UnreadableAnswer.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void aSnapshotOfBeforeTheClockWasSetBackIsNotLookedInto() throws Exception {
        Snapshots snapshots = snapshots(Via.QUEUE);
        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
        snapshots.taken(queue("a"));

        now = now.minus(Duration.ofHours(2));

        assertThat(snapshots.next()).isEqualTo(Step.TAKE);
    }

    private Snapshots snapshots(Via via) {
        return new Snapshots(via, Duration.ofSeconds(1), () -> 3, MAPPER, clock);
    }

    private static InputStream queue(String... runs) {
        String rows = java.util.Arrays.stream(runs)
                .map(run -> "{\"id\":\"" + run + "\",\"status_v2\":\"running\",\"more\":{}}")
                .collect(Collectors.joining(","));
        return new ByteArrayInputStream(("{\"runs\":[" + rows + "]}").getBytes(StandardCharsets.UTF_8));
    }
}
