package io.camelnextmv.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatedTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Repeated repeated = new Repeated(Duration.ofMinutes(1), nanos::get);
    private final List<String> said = new ArrayList<>();

    @Test
    void theSameThingIsSaidOnceAndThenNowAndThenWithACount() {
        for (int i = 0; i < 100; i++) {
            repeated.say("it", count -> said.add("it" + count));
        }
        repeated.say("another", count -> said.add("another" + count));
        assertThat(said).containsExactly("it", "another");

        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        repeated.say("it", count -> said.add("it" + count));
        assertThat(said).containsExactly("it", "another", "it (100 times more since it was said last)");
    }

    @Test
    void whatIsOverIsSaidAnew() {
        repeated.say("it", count -> said.add("it" + count));
        assertThat(repeated.isOver("it")).isTrue();
        assertThat(repeated.isOver("it")).isFalse();
        repeated.say("it", count -> said.add("it" + count));
        assertThat(said).containsExactly("it", "it");
    }

    @Test
    void aFloodOfDifferentThingsDoesNotFillTheHeapAndEachIsSaid() {
        for (int i = 0; i < 5000; i++) {
            String what = "thing " + i;
            repeated.say(what, count -> said.add(what));
        }
        assertThat(said).hasSize(5000);
        assertThat(repeated.isOver("thing 0")).isFalse();
        assertThat(repeated.isOver("thing 4999")).isTrue();
    }
}
