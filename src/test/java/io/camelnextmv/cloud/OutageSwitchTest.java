package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Fault.Whose;
import io.camelnextmv.fixture.MovableClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OutageSwitchTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private final MovableClock clock = new MovableClock();
    private final OutageSwitch outage = new OutageSwitch("the service", "It waits", FIRST, LONGEST, clock);

    private static Fault fault(Whose whose) {
        return new Fault(whose, 0, "it rains", Optional.empty());
    }

    private void fail(Whose whose, int times) {
        for (int i = 0; i < times; i++) {
            outage.failure(fault(whose));
        }
    }

    private void opened() {
        fail(Whose.SERVICE, 5);
        assertThat(outage.probe()).isTrue();
        outage.probeFailed(fault(Whose.SERVICE));
    }

    @Test
    void fewFaultsOfTheServiceDoNotOpenIt() {
        fail(Whose.SERVICE, 4);
        outage.success();
        fail(Whose.NOT_SENT, 4);

        assertThat(outage.isClosed()).isTrue();
        assertThatCode(outage::pass).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"SERVICE", "NOT_SENT"})
    void fiveInARowMakeItSuspectAndTheProbeOpensIt(Whose whose) {
        fail(whose, 4);
        assertThat(outage.probe()).isFalse();
        fail(whose, 1);

        assertThat(outage.isClosed()).as("while nobody knows").isTrue();
        assertThat(outage.probe()).isTrue();
        outage.probeFailed(fault(whose));

        assertThat(outage.isClosed()).isFalse();
        assertThat(outage.outage().orElseThrow().reason()).isEqualTo("it rains");
        assertThat(outage.outage().orElseThrow().since()).isEqualTo(clock.instant());
    }

    @Test
    void refusedSettingsOpenItAtOnce() {
        fail(Whose.SETTINGS, 1);

        assertThatThrownBy(outage::pass).isInstanceOfSatisfying(Fault.class, paused -> {
            assertThat(paused.whose()).isEqualTo(Whose.PAUSED);
            assertThat(paused.retryAfter()).contains(FIRST);
        });
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"REQUEST", "NOT_FOUND"})
    void anAnswerThatRefusesGotThroughAllTheSame(Whose whose) {
        fail(Whose.SERVICE, 4);
        fail(whose, 1);
        fail(Whose.SERVICE, 4);

        assertThat(outage.isClosed()).isTrue();
    }

    @Test
    void itsOwnPauseIsNoFault() {
        fail(Whose.PAUSED, 10);

        assertThat(outage.isClosed()).isTrue();
    }

    @Test
    void oneProbeAtATimeIsSentWhenItIsDue() {
        fail(Whose.SETTINGS, 1);

        assertThat(outage.probe()).isFalse();
        clock.turn(FIRST);
        assertThat(outage.probe()).isTrue();
        assertThat(outage.probe()).as("while the first is on its way").isFalse();
        outage.success();
        assertThat(outage.isClosed()).isTrue();
        assertThat(outage.probe()).isFalse();
    }

    @Test
    void probesAreSentLessAndLessOftenUpToALongestDelay() {
        fail(Whose.SETTINGS, 1);
        long[] seconds = new long[6];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = Duration.between(clock.instant(), outage.outage().orElseThrow().nextProbe()).toSeconds();
            clock.turn(Duration.ofSeconds(seconds[i]));
            assertThat(outage.probe()).isTrue();
            outage.probeFailed(fault(Whose.SERVICE));
        }

        assertThat(seconds).containsExactly(1, 2, 4, 8, 8, 8);
    }

    @Test
    void theNextProbeIsNeverBeforeWhatTheServiceAsksFor() {
        outage.failure(new Fault(Whose.SETTINGS, 0, "later", Optional.of(Duration.ofMinutes(3))));

        assertThat(outage.outage().orElseThrow().nextProbe()).isEqualTo(clock.instant().plusSeconds(180));
    }

    @Test
    void aProbeThatMeetsAnUnknownApplicationDoesNotCloseIt() {
        fail(Whose.SETTINGS, 1);
        clock.turn(FIRST);
        outage.probe();
        fail(Whose.NOT_FOUND, 1);
        outage.probeFailed(fault(Whose.NOT_FOUND));

        assertThat(outage.isClosed()).isFalse();
        assertThat(outage.isAboutSettings()).isTrue();
    }

    @Test
    void faultsWithoutAnEndDoNotOpenItWhileProbesAreAnswered() {
        for (int i = 0; i < 50; i++) {
            fail(Whose.SERVICE, 20);
            assertThat(outage.isClosed()).isTrue();
            if (outage.probe()) {
                outage.success();
            }
            clock.turn(Duration.ofMillis(100));
        }
    }

    @Test
    void whileItIsSuspectAgainAndAgainOneProbeIsSentInAWhile() {
        int probes = 0;
        for (int i = 0; i < 50; i++) {
            fail(Whose.SERVICE, 20);
            if (outage.probe()) {
                probes++;
                outage.success();
            }
            clock.turn(Duration.ofMillis(100));
        }

        assertThat(probes).isBetween(2, 6);
    }

    @Test
    void aProbeThatFailsAfterSomethingElseGotThroughOpensNothing() {
        fail(Whose.SERVICE, 5);
        assertThat(outage.probe()).isTrue();
        outage.success();
        outage.probeFailed(fault(Whose.SERVICE));

        assertThat(outage.isClosed()).isTrue();
    }

    @Test
    void whatBreaksAgainRightAfterItWasMendedIsTriedLessOften() {
        fail(Whose.SETTINGS, 1);
        clock.turn(FIRST);
        outage.probe();
        outage.success();
        fail(Whose.SETTINGS, 1);

        assertThat(outage.outage().orElseThrow().nextProbe()).isEqualTo(clock.instant().plusSeconds(2));
    }

    @Test
    void aClockThatIsSetBackDoesNotPutTheProbeOff() {
        opened();

        clock.turn(Duration.ofHours(-3));

        assertThat(outage.probe()).isTrue();
    }

    @Test
    void aProbeThatNeverEndedDoesNotKeepOthersFromBeingSent() {
        opened();
        clock.turn(FIRST);
        assertThat(outage.probe()).isTrue();
        assertThat(outage.probe()).isFalse();

        clock.turn(Duration.ofMinutes(10));

        assertThat(outage.probe()).isTrue();
    }
}
