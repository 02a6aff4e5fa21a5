package io.camelnextmv.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelievedPoolTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private RelievedPool pool = new RelievedPool(8, "some", Duration.ofMillis(200));

    @AfterEach
    void close() {
        end.countDown();
        pool.shutdownNow();
    }

    private void block(int tasks) {
        for (int i = 0; i < tasks; i++) {
            pool.schedule(() -> {
                begun.incrementAndGet();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void untilBegun(int tasks) {
        await().atMost(LONG).untilAtomic(begun, org.hamcrest.Matchers.equalTo(tasks));
    }

    @Test
    void asManyAreAtWorkAsThereMayBe() {
        block(8);

        untilBegun(8);
    }

    @Test
    void inThePlaceOfThoseThatHangThereAreOthers() {
        block(20);

        untilBegun(20);
        assertThat(pool.getPoolSize()).isLessThanOrEqualTo(8 + 24);
    }

    @Test
    void whereLittleIsToBeDoneThereAreFewThreads() throws Exception {
        block(8);
        untilBegun(8);
        end.countDown();

        await().atMost(LONG).until(() -> pool.getPoolSize() == 2);
        for (int i = 0; i < 20; i++) {
            pool.schedule(begun::incrementAndGet, 1, TimeUnit.MILLISECONDS).get();
        }
        // On a busy machine one may begin before the one before it has gone.
        await().atMost(LONG).until(() -> pool.getPoolSize() == 2);
    }

    @Test
    void afterAQuietTimeAsManyAreAtWorkAsBefore() {
        whereLittleIsToBeDone();

        block(8);

        untilBegun(8);
    }

    private void whereLittleIsToBeDone() {
        pool.schedule(() -> { }, 0, TimeUnit.NANOSECONDS);
        await().atMost(LONG).until(() -> pool.getCompletedTaskCount() == 1);
    }

    /** As where the system has no thread to give. */
    @Test
    void whereNoThreadIsToBeHadTheWorkIsDoneByThoseThatAreThere() {
        pool.shutdownNow();
        pool = new RelievedPool(8, "some", Duration.ofMillis(200)) {
            @Override
            public void setCorePoolSize(int size) {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };

        for (int i = 0; i < 20; i++) {
            pool.schedule(begun::incrementAndGet, 0, TimeUnit.NANOSECONDS);
        }
        block(2);

        untilBegun(22);
    }

    @Test
    void onlyOneThreadIsOneThread() {
        pool.shutdownNow();
        pool = new RelievedPool(1, "one", Duration.ofMillis(200));

        for (int i = 0; i < 20; i++) {
            pool.schedule(begun::incrementAndGet, 0, TimeUnit.NANOSECONDS);
        }

        untilBegun(20);
        assertThat(pool.getLargestPoolSize()).isEqualTo(1);
    }
}
