package io.camelnextmv.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.ticket.ConsolePages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However often somebody asks, folders are looked through a twentieth of the time at most. */
class SeldomTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    @TempDir
    private Path folder;
    private final Deque<Long> times = new ArrayDeque<>();
    private final LongSupplier nanos = times::removeFirst;

    @Test
    void aFolderThatTakesASecondIsLookedIntoAfterTwenty() throws IOException {
        Seldom<Long> inbox = new Seldom<>(() -> (long) FileTree.in(folder).size(), nanos);
        times.addAll(List.of(0L, SECOND, 20 * SECOND - 1, 20 * SECOND, 20 * SECOND, 21 * SECOND - 1, 21 * SECOND, 21 * SECOND));

        assertThat(inbox.now()).isZero();
        Files.createFile(folder.resolve("orders.json"));
        assertThat(inbox.now()).as("not yet").isZero();
        assertThat(inbox.now()).isEqualTo(1);
        Files.createFile(folder.resolve("more.json"));
        assertThat(inbox.now()).as("it took no time: not within a second").isEqualTo(1);
        assertThat(inbox.now()).isEqualTo(2);
    }

    @Test
    void soIsAFolderOfErrorsAndWhatWasRetriedIsGoneAtOnce() throws IOException {
        ReturnedInputs errors = new ReturnedInputs(List.of(folder), new ConsolePages("", Map.of()), nanos);
        times.addAll(List.of(0L, SECOND, 20 * SECOND - 1, 20 * SECOND, 20 * SECOND, 20 * SECOND + 1, 20 * SECOND + 1));

        assertThat(errors.now().count()).isZero();
        Path report = Files.writeString(folder.resolve("orders.error.json"),
                "{\"file\":\"orders.json\",\"ticket\":\"t-1\",\"application_id\":\"routing\",\"status\":\"failed\"}");
        assertThat(errors.now().count()).as("not yet").isZero();
        assertThat(errors.now().rows()).extracting(ErrorRow::file).containsExactly("orders.json");
        Files.delete(report);
        errors.haveChanged();
        assertThat(errors.now().rows()).isEmpty();
    }

    /** Whoever tells the health has the same threads. */
    @Test
    void whileALookHangsOthersAreSentAwayAndKeepNoThread() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ReturnedInputs errors = new ReturnedInputs(List.of(), new ConsolePages("", Map.of()), () -> {
            hangs.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the folder's server is back, and says no");
        });
        PageStates states = new PageStates(null, null, null, errors, Optional.empty(), new ObjectMapper());
        Question question = new Question("", Question.Sort.SINCE, false, Question.LEAST);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = threads.submit(() -> states.told(question));
            hangs.await();
            assertThat(threads.submit(() -> states.told(question)).get(30, TimeUnit.SECONDS)).isEmpty();
            goOn.countDown();
            assertThatThrownBy(first::get).hasMessageContaining("says no");
            assertThatThrownBy(() -> states.told(question)).as("it is asked again").hasMessageContaining("says no");
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
    }
}
