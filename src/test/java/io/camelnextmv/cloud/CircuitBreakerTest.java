package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.fixture.MovableClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CircuitBreakerTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private final MovableClock clock = new MovableClock();
    private final CircuitBreaker breaker = new CircuitBreaker("the service", "It waits", FIRST, LONGEST,
            probes -> FIRST.multipliedBy(Math.min(1L << probes, LONGEST.dividedBy(FIRST))), clock);

    private static Fault fault(Kind kind) {
        return new Fault(kind, 0, "it rains", Optional.empty());
    }

    private void fail(Kind kind, int times) {
        for (int i = 0; i < times; i++) {
            breaker.failure(fault(kind));
        }
    }

    private void opened() {
        fail(Kind.SERVICE, 5);
        assertThat(breaker.probe()).isTrue();
        breaker.probeFailed(fault(Kind.SERVICE));
    }

    @Test
    void fewFaultsOfTheServiceDoNotOpenIt() {
        fail(Kind.SERVICE, 4);
        breaker.success();
        fail(Kind.NOT_SENT, 4);

        assertThat(breaker.isClosed()).isTrue();
        assertThatCode(breaker::pass).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"SERVICE", "NOT_SENT"})
    void fiveInARowMakeItSuspectAndTheProbeOpensIt(Kind kind) {
        fail(kind, 4);
        assertThat(breaker.probe()).isFalse();
        fail(kind, 1);

        assertThat(breaker.isClosed()).as("while nobody knows").isTrue();
        assertThat(breaker.probe()).isTrue();
        breaker.probeFailed(fault(kind));

        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.outage().orElseThrow().reason()).isEqualTo("it rains");
        assertThat(breaker.outage().orElseThrow().since()).isEqualTo(clock.instant());
    }

    @Test
    void refusedSettingsOpenItAtOnce() {
        fail(Kind.SETTINGS, 1);

        assertThatThrownBy(breaker::pass).isInstanceOfSatisfying(Fault.class, paused -> {
            assertThat(paused.kind()).isEqualTo(Kind.PAUSED);
            assertThat(paused.retryAfter()).contains(FIRST);
        });
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"REQUEST", "NOT_FOUND"})
    void anAnswerThatRefusesGotThroughAllTheSame(Kind kind) {
        fail(Kind.SERVICE, 4);
        fail(kind, 1);
        fail(Kind.SERVICE, 4);

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void itsOwnPauseIsNoFault() {
        fail(Kind.PAUSED, 10);

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void oneProbeAtATimeIsSentWhenItIsDue() {
        fail(Kind.SETTINGS, 1);

        assertThat(breaker.probe()).isFalse();
        clock.turn(FIRST);
        assertThat(breaker.probe()).isTrue();
        assertThat(breaker.probe()).as("while the first is on its way").isFalse();
        breaker.success();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.probe()).isFalse();
    }

    @Test
    void probesAreSentLessAndLessOftenUpToALongestDelay() {
        fail(Kind.SETTINGS, 1);
        long[] seconds = new long[6];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = Duration.between(clock.instant(), breaker.outage().orElseThrow().nextProbe()).toSeconds();
            clock.turn(Duration.ofSeconds(seconds[i]));
            assertThat(breaker.probe()).isTrue();
            breaker.probeFailed(fault(Kind.SERVICE));
        }

        assertThat(seconds).containsExactly(1, 2, 4, 8, 8, 8);
    }

    @Test
    void theNextProbeIsNeverBeforeWhatTheServiceAsksFor() {
        breaker.failure(new Fault(Kind.SETTINGS, 0, "later", Optional.of(Duration.ofMinutes(3))));

        assertThat(breaker.outage().orElseThrow().nextProbe()).isEqualTo(clock.instant().plusSeconds(180));
    }

    @Test
    void aProbeThatMeetsAnUnknownApplicationDoesNotCloseIt() {
        fail(Kind.SETTINGS, 1);
        clock.turn(FIRST);
        breaker.probe();
        fail(Kind.NOT_FOUND, 1);
        breaker.probeFailed(fault(Kind.NOT_FOUND));

        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.isAboutSettings()).isTrue();
    }

    @Test
    void faultsWithoutAnEndDoNotOpenItWhileProbesAreAnswered() {
        for (int i = 0; i < 50; i++) {
            fail(Kind.SERVICE, 20);
            assertThat(breaker.isClosed()).isTrue();
            if (breaker.probe()) {
                breaker.success();
            }
            clock.turn(Duration.ofMillis(100));
        }
    }

    @Test
    void whileItIsSuspectAgainAndAgainOneProbeIsSentInAWhile() {
        int probes = 0;
        for (int i = 0; i < 50; i++) {
            fail(Kind.SERVICE, 20);
            if (breaker.probe()) {
                probes++;
                breaker.success();
            }
            clock.turn(Duration.ofMillis(100));
        }

        assertThat(probes).isBetween(2, 6);
    }

    @Test
    void aProbeThatFailsAfterSomethingElseGotThroughOpensNothing() {
        fail(Kind.SERVICE, 5);
        assertThat(breaker.probe()).isTrue();
        breaker.success();
        breaker.probeFailed(fault(Kind.SERVICE));

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void whatBreaksAgainRightAfterItWasMendedIsTriedLessOften() {
        fail(Kind.SETTINGS, 1);
        clock.turn(FIRST);
        breaker.probe();
        breaker.success();
        fail(Kind.SETTINGS, 1);

        assertThat(breaker.outage().orElseThrow().nextProbe()).isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void aClockThatIsSetBackDoesNotPutTheProbeOff() {
        opened();

        clock.turn(Duration.ofHours(-3));

        assertThat(breaker.probe()).isTrue();
    }

    @Test
    void aProbeThatNeverEndedDoesNotKeepOthersFromBeingSent() {
        opened();
        clock.turn(FIRST);
        assertThat(breaker.probe()).isTrue();
        assertThat(breaker.probe()).isFalse();

        clock.turn(Duration.ofMinutes(10));

        assertThat(breaker.probe()).isTrue();
    }

    @Test
    void forHowLongItWasOpenNeverGetsLessThanWasSaidAlsoIfTheClockIsSetBack() {
        opened();
        clock.turn(Duration.ofSeconds(100));
        assertThat(breaker.openFor()).isEqualTo(Duration.ofSeconds(100));
        clock.turn(Duration.ofSeconds(-60));
        assertThat(breaker.openFor()).isEqualTo(Duration.ofSeconds(100));
        clock.turn(Duration.ofSeconds(-60));
        breaker.success();

        assertThat(breaker.openFor()).isEqualTo(Duration.ofSeconds(100));
    }
}
