package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.fixture.CapturedLog;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunPlan;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettledFilesTest {
    private static final Duration REST = Duration.ofSeconds(1);
    private static final int ROOM = 2;
    @TempDir
    private Path home;
    private final AtomicLong nanos = new AtomicLong();
    private Path inbox;
    private TicketStore tickets;
    private Admission admission;
    private Claim claim;

    @BeforeEach
    void make() throws IOException {
        inbox = Files.createDirectory(home.resolve("inbox"));
        tickets = new TicketStore(Files.createDirectory(home.resolve("work")), home, Durability.OS, JsonMapper.builder()
                .addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build(), Clock.systemUTC());
        admission = new Admission(tickets, OneAccount.of(new CircuitBreaker("the service", "It waits", REST,
                REST, probes -> REST, Clock.systemUTC()), Clock.systemUTC()), ROOM, REST, nanos::get);
        admission.open();
        claim = new Claim(tickets, admission, List.of(new Inbox(inbox, "demo", Optional.empty(), RunPlan.NONE.spec())),
                nanos::get);
        for (int i = 0; i < 5; i++) {
            Path file = Files.writeString(inbox.resolve(i + ".json"), "{}");
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(i)));
        }
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    private SettledFiles lookedAhead(Path folder) {
        SettledFiles files = new SettledFiles(REST, new IgnoredNames(List.of()), admission, nanos::get);
        files.lookAhead(folder, "main");
        return files;
    }

    private static File oldest(SettledFiles files, Path inbox) {
        Iterator<File> found = files.oldestFirst(inbox.toString(), "main");
        assertThat(found).hasNext();
        return found.next();
    }

    @Test
    void whatLiesThereAtAStartSettlesWhileTheRoutesAreMade() {
        SettledFiles files = lookedAhead(inbox);
        nanos.addAndGet(REST.toNanos());

        assertThat(oldest(files, inbox)).hasName("0.json");
    }

    @Test
    void whatComesMeanwhileIsFoundToo() throws IOException {
        SettledFiles files = lookedAhead(inbox);
        Path old = Files.writeString(inbox.resolve("came.json"), "{}");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH.minusSeconds(1)));
        Files.setLastModifiedTime(inbox, FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(files.oldestFirst(inbox.toString(), "main")).isExhausted();
        nanos.addAndGet(REST.toNanos());
        assertThat(oldest(files, inbox)).hasName("came.json");
    }

    @Test
    void whatChangesMeanwhileHasNotSettled() throws IOException {
        SettledFiles files = lookedAhead(inbox);
        Files.writeString(inbox.resolve("0.json"), "{\"more\":1}");
        nanos.addAndGet(REST.toNanos());

        assertThat(oldest(files, inbox)).hasName("1.json");
    }

    @Test
    void anInboxThatIsNotThereYetIsLookedIntoByItsRoute() throws IOException {
        Path later = home.resolve("later");
        SettledFiles files = lookedAhead(later);
        Files.createDirectory(later);
        Files.writeString(later.resolve("orders.json"), "{}");

        assertThat(files.oldestFirst(later.toString(), "main")).isExhausted();
        nanos.addAndGet(REST.toNanos());
        assertThat(oldest(files, later)).hasName("orders.json");
    }

    private SettledFiles files(long nanosOfALook) {
        // Each look at the clock takes its time.
        return new SettledFiles(Duration.ZERO, new IgnoredNames(List.of()), admission,
                () -> nanos.getAndAdd(nanosOfALook));
    }

    private static List<String> names(Iterator<File> files) {
        List<String> names = new ArrayList<>();
        files.forEachRemaining(file -> names.add(file.getName()));
        return names;
    }

    @Test
    void thereIsNoNextFileAsSoonAsThereIsNoRoomForIt() {
        Iterator<File> files = files(0).oldestFirst(inbox.toString(), null);
        List<String> taken = new ArrayList<>();
        while (files.hasNext()) {
            File file = files.next();
            taken.add(file.getName());
            assertThat(claim.take(file)).hasSize(1);
        }
        assertThat(taken).containsExactly("0.json", "1.json");
    }

    @Test
    void whoWasToldThatThereIsAnotherFileGetsItThoughThereIsNoMoreRoom() {
        Iterator<File> files = files(0).oldestFirst(inbox.toString(), null);
        assertThat(files.hasNext()).isTrue();
        admission.shutForAWhile();
        assertThat(files.next()).hasName("0.json");
        assertThat(files.hasNext()).isFalse();
    }

    @Test
    void aLookThatTakesLongIsNotTakenAgainAtOnce() throws IOException {
        Files.delete(inbox.resolve("0.json"));
        SettledFiles slow = files(REST.toNanos());
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).hasSize(4);
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).as("handed out: there is another look").hasSize(4);
        for (Path file : List.of(inbox.resolve("1.json"), inbox.resolve("2.json"), inbox.resolve("3.json"),
                inbox.resolve("4.json"))) {
            Files.delete(file);
        }
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).isEmpty();
        Files.writeString(inbox.resolve("new.json"), "{}");
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).as("the last look took long, and found nothing")
                .isEmpty();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).containsExactly("new.json");
    }

    @Test
    void anInboxInWhichNoNameHasComeIsLookedThroughSeldom() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.delete(inbox.resolve(i + ".json"));
        }
        Path report = Files.writeString(inbox.resolve("a.error.json"), "{\"file\":\"a.json\",\"ticket\":"
                + "\"20260101-000000-a1b2-0001\",\"application_id\":\"app\",\"status\":\"failed\"}");
        SettledFiles slow = files(REST.toNanos());
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).isEmpty();

        Files.writeString(report, "{}");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).as("the folder is as it was").isEmpty();
        Files.writeString(inbox.resolve("b.tmp"), "");
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).containsExactly("a.error.json");

        Files.writeString(report, "{} ");
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(names(slow.oldestFirst(inbox.toString(), null))).as("looked at all the same").hasSize(1);
    }

    @Test
    void anInboxThatIsAwayIsToldOnceAndGoesOnWhenItIsBack() throws IOException {
        SettledFiles files = files(1);
        Path aside = home.resolve("aside");
        Files.move(inbox, aside);
        try (CapturedLog log = CapturedLog.ofThisThread()) {
            for (int i = 0; i < 100; i++) {
                assertThat(names(files.oldestFirst(inbox.toString(), null))).isEmpty();
                nanos.addAndGet(REST.toNanos());
            }
            Files.createFile(inbox);
            assertThat(names(files.oldestFirst(inbox.toString(), null))).isEmpty();
            assertThat(log.lines()).singleElement().asString().contains("cannot be looked into");
            Files.delete(inbox);
            Files.move(aside, inbox);
            nanos.addAndGet(REST.toNanos());
            assertThat(names(files.oldestFirst(inbox.toString(), null))).hasSize(5);
            assertThat(log.says("can be looked into again")).isTrue();
        }
    }
}
