package io.camelnextmv.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What figures of folders cost, and how many series there are. */
class FoldersTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private final AtomicLong nanos = new AtomicLong();

    /** Whoever asks never waits, and what takes long is looked at the less often. */
    @Test
    void folderIsLookedAtInTheBackgroundAndForAFiftiethOfTheTimeAtMost() {
        List<Runnable> background = new ArrayList<>();
        AtomicInteger looks = new AtomicInteger();
        Aged<Integer> aged = new Aged<>(() -> {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            return looks.incrementAndGet();
        }, Duration.ofSeconds(5), background::add, nanos::get);

        assertThat(aged.get()).isEmpty();
        assertThat(aged.get()).isEmpty();
        assertThat(background).hasSize(1);
        background.remove(0).run();
        assertThat(aged.get()).contains(1);
        nanos.addAndGet(Duration.ofSeconds(99).toNanos());
        assertThat(aged.get()).contains(1);
        assertThat(background).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(aged.get()).contains(1);
        assertThat(background).hasSize(1);
    }

    @Test
    void aLookThatFailsLeavesNoOldFigureAndIsMadeAgain() {
        AtomicInteger looks = new AtomicInteger();
        Aged<Integer> aged = new Aged<>(() -> {
            if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("away");
            }
            return looks.get();
        }, Duration.ofSeconds(5), Runnable::run, nanos::get);
        assertThat(aged.get()).contains(1);

        nanos.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(aged.get()).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(aged.get()).contains(3);
    }

    /** The file system hangs: 0 files would be believed for ever. */
    @Test
    void aLookThatHangsLeavesNoOldFigureEither() {
        List<Runnable> background = new ArrayList<>();
        Aged<Integer> aged = new Aged<>(() -> 1, Duration.ofSeconds(5), background::add, nanos::get);
        aged.get();
        background.remove(0).run();
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(aged.get()).as("the next look is about to be made").contains(1);
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(aged.get()).contains(1);
        nanos.addAndGet(1);

        assertThat(aged.get()).isEmpty();
        background.remove(0).run();
        assertThat(aged.get()).as("it came to an end after all").contains(1);
    }

    @Test
    void atAStopNothingIsLookedAt() {
        Aged<Integer> aged = new Aged<>(() -> 1, Duration.ofSeconds(5), task -> {
            throw new RejectedExecutionException();
        }, nanos::get);

        assertThat(aged.get()).isEmpty();
    }

    /** Each value is a series: whoever sends inputs must not be able to make as many as they like. */
    @Test
    void ofNamesFromOutsideSoManyHaveAPlaceAndNoMore() {
        Labels applications = new Labels(List.of("routing", "night"), 20);
        for (int i = 0; i < 1000; i++) {
            applications.ofCertain("refused-" + i);
        }
        assertThat(applications.of("x".repeat(65))).isEqualTo("other");

        List<String> given = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            given.add(applications.of("app-" + i));
        }

        assertThat(given.stream().distinct()).hasSize(21).contains("app-0", "app-19", "other");
        assertThat(applications.of("night")).isEqualTo("night");
        assertThat(applications.ofCertain("app-19")).isEqualTo("app-19");
    }
}
