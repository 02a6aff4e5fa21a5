package io.camelnextmv.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class StepQueuesTest {
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private final StepQueues queues = new StepQueues();
    private final BlockingQueue<Exchange> queue = queues.create(10);
    private final AtomicReference<Thread> consumer = new AtomicReference<>();

    /** What a consumer gets, and whether it is left interrupted. */
    private record Got(Exchange exchange, boolean interrupted) {
    }

    private CompletableFuture<Got> waitFor(long millis) {
        CompletableFuture<Got> got = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                Exchange exchange = queue.poll(millis, TimeUnit.MILLISECONDS);
                got.complete(new Got(exchange, Thread.currentThread().isInterrupted()));
            } catch (Throwable e) {
                got.completeExceptionally(e);
            }
        });
        consumer.set(thread);
        thread.start();
        await().atMost(AT_MOST).until(() -> thread.getState() == Thread.State.TIMED_WAITING || got.isDone());
        return got;
    }

    @Test
    void whoWaitsIsNotAwakeUntilSomethingComes() throws Exception {
        CompletableFuture<Got> got = waitFor(1);

        assertThat(consumer.get().getState()).isEqualTo(Thread.State.TIMED_WAITING);
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        queue.put(exchange);
        assertThat(got.get(30, TimeUnit.SECONDS)).isEqualTo(new Got(exchange, false));
    }

    @Test
    void aStopWakesWhoWaits() throws Exception {
        CompletableFuture<Got> got = waitFor(TimeUnit.HOURS.toMillis(1));

        queues.letGo();

        assertThat(got.get(30, TimeUnit.SECONDS)).isEqualTo(new Got(null, false));
    }

    @Test
    void onceAStopHasBegunNobodyWaitsForLongerThanItAsksFor() throws Exception {
        queues.letGo();

        assertThat(waitFor(1).get(1900, TimeUnit.MILLISECONDS)).isEqualTo(new Got(null, false));
    }

    @Test
    void whatLiesThereIsGivenAfterAStopHasBegunToo() throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        queue.put(exchange);
        queues.letGo();

        assertThat(waitFor(1).get(30, TimeUnit.SECONDS)).isEqualTo(new Got(exchange, false));
    }

    @Test
    void whoIsInterruptedByAnybodyElseIsTold() {
        CompletableFuture<Got> got = waitFor(TimeUnit.HOURS.toMillis(1));

        consumer.get().interrupt();

        assertThat(got).failsWithin(AT_MOST).withThrowableThat().withCauseInstanceOf(InterruptedException.class);
    }
}
