package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.Remembered;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private static final Path FOLDER = Path.of("outbox");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile int onDisk;
    private volatile boolean broken;
    private final GroupCommit commits = new GroupCommit(folder -> {
        begun.incrementAndGet();
        int seen = changes.get();
        mayEnd.acquireUninterruptibly();
        if (broken) {
            throw new IOException("no space left");
        }
        onDisk = seen;
    });

    @AfterEach
    void end() {
        mayEnd.release(1000);
        threads.shutdownNow();
    }

    /** What is on the disk when one who has changed something comes back. */
    private Future<Boolean> change() {
        return threads.submit((Callable<Boolean>) () -> {
            int mine = changes.incrementAndGet();
            commits.sync(FOLDER);
            return onDisk >= mine;
        });
    }

    private List<Future<Boolean>> whileOneIsForced(int others) {
        List<Future<Boolean>> all = new ArrayList<>(List.of(change()));
        Awaitility.await().until(() -> begun.get() == 1);
        for (int i = 0; i < others; i++) {
            all.add(change());
        }
        Awaitility.await().until(() -> changes.get() == others + 1 && waiting() == others + 1);
        return all;
    }

    private long waiting() {
        return Thread.getAllStackTraces().values().stream().filter(stack -> List.of(stack).stream()
                .anyMatch(frame -> frame.getClassName().equals(GroupCommit.class.getName()))).count();
    }

    @Test
    void whoComesMeanwhileSharesTheNextOneAndNoneComesBackBeforeItsChangeIsOnTheDisk() throws Exception {
        List<Future<Boolean>> all = whileOneIsForced(7);
        mayEnd.release();
        Awaitility.await().until(() -> begun.get() == 2);

        assertThat(all.get(0).get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(all.subList(1, 8)).as("the first one has not seen their changes").noneMatch(Future::isDone);
        mayEnd.release();

        for (Future<Boolean> one : all) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(begun).hasValue(2);
    }

    @Test
    void whereItFailsEachLearnsOfItByATryOfItsOwn() throws Exception {
        List<Future<Boolean>> all = whileOneIsForced(3);
        broken = true;
        mayEnd.release(10);

        for (Future<Boolean> one : all) {
            assertThatThrownBy(() -> one.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("no space left");
        }
        assertThat(begun).hasValue(4);
        broken = false;
        assertThat(change().get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneFolderThatHangsHoldsUpNoOther() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        GroupCommit two = new GroupCommit(folder -> {
            if (folder.equals(FOLDER)) {
                mayEnd.acquireUninterruptibly();
            }
        });
        Future<?> hanging = threads.submit(() -> {
            two.sync(FOLDER);
            return null;
        });

        two.sync(Path.of("archive"));
        other.countDown();

        assertThat(hanging.isDone()).isFalse();
        mayEnd.release();
        hanging.get(10, TimeUnit.SECONDS);
        assertThat(Remembered.by(two)).as("nothing is kept of it").isZero();
    }

    @Test
    void manyThreadsAtOnceAllFindTheirChangeOnTheDisk() throws Exception {
        mayEnd.release(100_000);
        List<Future<Boolean>> all = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            all.add(threads.submit(() -> {
                boolean held = true;
                for (int i = 0; i < 2000; i++) {
                    int mine = changes.incrementAndGet();
                    commits.sync(FOLDER);
                    held &= onDisk >= mine;
                }
                return held;
            }));
        }

        for (Future<Boolean> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
