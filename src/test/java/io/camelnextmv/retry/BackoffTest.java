package io.camelnextmv.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffTest {

    @Property
    void everyDelayLiesBetweenThreeQuartersOfTheGrownOneAndTheWholeOfItAndNeverAboveTheCap(
            @ForAll @LongRange(min = 1, max = 100_000) long first, @ForAll @DoubleRange(min = 1, max = 10) double factor,
            @ForAll @LongRange(min = 0, max = 10_000_000) long more, @ForAll @IntRange(max = 2000) int earlier,
            @ForAll long seed) {
        long cap = first + more;
        Duration delay = new Backoff(Duration.ofMillis(first), factor, Duration.ofMillis(cap))
                .after(earlier, new Random(seed));

        double grown = Math.min(cap, first * Math.pow(factor, earlier));
        assertThat(delay.toMillis()).isBetween((long) (0.75 * grown), Math.round(grown)).isPositive();
    }

    @Example
    void delaysGrowUntilTheCap() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(8));
        Random noJitter = new Random() {
            private static final long serialVersionUID = 1L;

            @Override
            public double nextDouble() {
                return 0;
            }
        };

        assertThat(List.of(0, 1, 2, 3, 4, 100)).extracting(n -> backoff.after(n, noJitter).toSeconds())
                .containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
        assertThat(List.of(0, 1, 2, 3, 4, 100)).extracting(n -> backoff.whole(n).toSeconds())
                .containsExactly(1L, 2L, 4L, 8L, 8L, 8L);
    }

    @Example
    void thereIsJitterAtTheCapToo() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(8));
        Random random = new Random(1);
        Set<Duration> delays = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            delays.add(backoff.after(50, random));
        }

        assertThat(delays).hasSizeGreaterThan(50);
    }

    @Example
    void valuesThatCannotBeAreRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, 2, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, 0.9, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, Double.NaN, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(second, 2, Duration.ofMillis(999)));
    }
}
