package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.NotMoved;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunPlan;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration PASSED_OVER = Duration.ofSeconds(30);
    @TempDir
    private Path home;
    private Path inbox;
    private Path work;
    private long nanos;
    private TicketStore tickets;
    private Admission admission;
    private Claim claim;

    @BeforeEach
    void gateway() throws IOException {
        inbox = Files.createDirectory(home.resolve("inbox"));
        work = Files.createDirectory(home.resolve("work"));
        tickets = new TicketStore(work, home, Durability.OS, CloudBeans.json(), Clock.systemUTC());
        admission = new Admission(tickets, OneAccount.of(new CircuitBreaker("the service", "It waits", REST,
                REST, probes -> REST, Clock.systemUTC()), Clock.systemUTC()), 1000, REST, () -> nanos);
        admission.open();
        claim = new Claim(tickets, admission, List.of(inbox("inbox"), inbox("other")), () -> nanos);
    }

    private Inbox inbox(String name) throws IOException {
        return new Inbox(Files.createDirectories(home.resolve(name)), "demo", Optional.empty(), RunPlan.NONE.spec());
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    /** The system says no to its rename, as to that of somebody else's folder, or of a file in a sticky one: here no folder is above it. */
    private File stuck(int number) throws IOException {
        Path plain = inbox.resolve("plain");
        if (!Files.exists(plain)) {
            Files.createFile(plain);
        }
        return plain.resolve("stuck-" + number + ".json").toFile();
    }

    private File good(String folder, String name) throws IOException {
        return Files.writeString(home.resolve(folder).resolve(name), "{}").toFile();
    }

    /** As a look does: all that lies there, the oldest first, while files are taken. */
    private int look(List<File> files) {
        int taken = 0;
        for (File file : files) {
            if (admission.isOpen()) {
                taken += claim.take(file).size();
            }
        }
        return taken;
    }

    @Test
    void oneThatCannotBeTakenHoldsUpNothingElseAndIsTriedEverMoreSeldom() throws Exception {
        File stuck = stuck(1);

        assertThat(claim.take(stuck)).isEmpty();

        assertThat(admission.isOpen()).as("the work folder could be written").isTrue();
        assertThat(claim.take(good("inbox", "orders.json"))).hasSize(1);
        assertThatThrownBy(() -> claim.takeAnyway(stuck)).as("whoever asks for it is told").isInstanceOf(NotMoved.class)
                .hasMessageContaining("stuck-1.json cannot be taken");
        assertThat(GatewayFixture.names(work)).as("nothing is left of the tries").hasSize(1);
    }

    @Test
    void howeverManyCannotBeTakenWhatCanBeIsTakenSoonAndOtherInboxesAtOnce() throws Exception {
        List<File> oldestFirst = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            oldestFirst.add(stuck(i));
        }
        oldestFirst.add(good("inbox", "orders.json"));

        assertThat(look(oldestFirst)).isZero();
        assertThat(claim.take(good("other", "tours.json"))).as("of another inbox").hasSize(1);
        assertThat(looksUntilOneIsTaken(oldestFirst)).as("twenty a second").isLessThanOrEqualTo(10);
        oldestFirst.add(good("inbox", "next.json"));
        assertThat(looksUntilOneIsTaken(oldestFirst)).as("meanwhile others may be tried again").isLessThanOrEqualTo(12);
        nanos += Duration.ofHours(3).toNanos();
        oldestFirst.add(good("inbox", "late.json"));
        assertThat(looksUntilOneIsTaken(oldestFirst)).as("all may be tried again").isLessThanOrEqualTo(12);
        assertThat(admission.isOpen()).isTrue();
    }

    private int looksUntilOneIsTaken(List<File> files) {
        for (int looks = 1; looks < 1000; looks++) {
            nanos += REST.toNanos();
            if (look(files) == 1) {
                return looks;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** It may be full: a thousand files would meet the same. */
    @Test
    void whereTheWorkFolderSaysNoNothingIsTakenForAWhile() throws Exception {
        File orders = good("inbox", "orders.json");
        Path aside = Files.move(work, home.resolve("aside"));
        Files.createFile(work);

        assertThatThrownBy(() -> claim.take(orders)).isInstanceOf(UncheckedIOException.class).isNotInstanceOf(NotMoved.class);

        assertThat(admission.isOpen()).isFalse();
        Files.delete(work);
        Files.move(aside, work);
        nanos += REST.toNanos();
        assertThat(admission.isOpen()).isTrue();
        assertThat(claim.take(good("inbox", "others.json"))).hasSize(1);
        assertThat(claim.take(orders)).as("it may be this one").isEmpty();
        nanos += PASSED_OVER.toNanos();
        assertThat(claim.take(orders)).hasSize(1);
    }
}
