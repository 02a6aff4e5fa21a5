package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.Forces;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickets that are here for one step, and what is written for them. */
class VisitsTest {
    private static final TicketName ID = new TicketName("message-00000000000000000000000000000000");
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new JavaTimeModule()).build();
    @TempDir
    private Path home;
    private Path work;
    private TicketStore store;

    @BeforeEach
    void aFolder() throws IOException {
        work = Files.createDirectory(home.resolve("work"));
    }

    private static List<String> filesIn(Path folder) {
        return FileTree.files(folder).stream().map(file -> folder.relativize(file).toString()).toList();
    }

    @Test
    void aFolderIsUsedAgainAndNothingOfTheOneBeforeIsInIt() throws Exception {
        VisitFolderPool folders = new VisitFolderPool(work.resolve(".visits-0000"));
        Path first = folders.take();
        for (String name : List.of("input", "out", "out/nested", "sidecar", "logs.part")) {
            Files.writeString(Directories.make(first.resolve(name)).resolve("secret.json"), "of another");
        }
        Files.createSymbolicLink(first.resolve("link"), work);

        folders.giveBack(first);

        assertThat(folders.take()).isEqualTo(first);
        assertThat(filesIn(first)).isEmpty();
        assertThat(first.resolve("sidecar")).doesNotExist();
        assertThat(first.resolve("link")).doesNotExist();
        assertThat(work).exists();
        assertThat(folders.take()).as("one that is in use").isNotEqualTo(first);
    }

    @Test
    void aFolderThatCannotBeEmptiedIsNeverUsedAgain() throws Exception {
        VisitFolderPool folders = new VisitFolderPool(work.resolve(".visits-0000"));
        Path gone = folders.take();
        Files.delete(gone);

        folders.giveBack(gone);

        assertThat(folders.take()).isNotEqualTo(gone);
    }

    @Test
    void aFolderThatSomebodyRemovesIsMadeAgain() throws Exception {
        VisitFolderPool folders = new VisitFolderPool(work.resolve(".visits-0000"));
        Path first = folders.take();
        folders.giveBack(first);
        Files.delete(first);
        Files.delete(first.getParent());

        assertThat(folders.take()).isEqualTo(first).isDirectory();
    }

    @Test
    void aSmallInputIsAFileOnlyWhereSomebodyAsksForIt() {
        VisitFolder visit = store(Durability.OS).visits().begin(ID);
        Ticket ticket = Ticket.claimed(ID, "a.json", "app", Optional.empty(), RunPlan.NONE, Instant.now());
        visit.hold("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(work.resolve(".visits-" + store.gateway())).doesNotExist();
        Path file = visit.input(ticket);
        assertThat(file).hasContent("{}");

        store.visits().end(visit);
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsNotedOfAStepNeedsNoFolder() throws Exception {
        VisitFolder visit = store(Durability.OS).visits().begin(ID);

        store.notes().note(ID, new Progress(3, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        visit.forget("unexpected.json");

        assertThat(visit.read("cancel.json")).isEmpty();
        assertThat(visit.has("logs.txt")).isFalse();
        assertThat(store.notes().progress(ID).polls()).isEqualTo(3);
        assertThat(work.resolve(".visits-" + store.gateway())).doesNotExist();
    }

    @Test
    void theEndOfOneVisitIsNotThatOfTheNextWhoeverSaysIt() throws Exception {
        VisitFolder first = store(Durability.OS).visits().begin(ID);
        Thread elsewhere = new Thread(() -> store.visits().end(first));
        elsewhere.start();
        elsewhere.join();
        assertThat(store.folder(ID).isForOneStep()).isFalse();

        VisitFolder second = store.visits().begin(ID);
        store.visits().end(first);

        assertThat(store.visits().open(ID)).isSameAs(second);
        store.visits().end(second);
        assertThat(store.folder(ID).isForOneStep()).isFalse();
    }

    @Test
    void aVisitWaitsForTheEndOfTheOneBefore() throws Exception {
        VisitFolder first = store(Durability.OS).visits().begin(ID);
        CompletableFuture<VisitFolder> second = CompletableFuture.supplyAsync(() -> store.visits().begin(ID));
        assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        store.visits().end(first);

        assertThat(second.get(1, TimeUnit.MINUTES)).isSameAs(store.visits().open(ID)).isNotSameAs(first);
    }

    @Test
    void whatIsWrittenForOneStepIsForcedOnlyWhereItLeavesForAPlaceWhereItMustLast() throws Exception {
        VisitFolder visit = store(Durability.FSYNC).visits().begin(ID);
        Path made = Directories.make(visit.out()).resolve("output");
        try (Forces forces = new Forces()) {
            writeEverything(visit);
            Files.writeString(made, "{}");
            visit.sync(made);
            store.archive(ID);
            assertThat(forces.below(home)).isEmpty();

            visit.handOut();
            assertThat(forces.below(home)).containsExactly(made);
        }
    }

    @Test
    void whatIsWrittenForATicketAtHomeIsForced() throws Exception {
        TicketFolder folder = store(Durability.FSYNC).folder(ID);
        Directories.make(folder.path());
        try (Forces forces = new Forces()) {
            writeEverything(folder);

            assertThat(forces.below(home)).contains(folder.file(".ticket.json.part"), folder.file(".report.json.part"),
                    folder.file("logs.txt"), folder.path()).doesNotContain(folder.file(".progress.json.part"));
        }
    }

    private void writeEverything(TicketFolder folder) throws IOException {
        store.write(Ticket.claimed(ID, "a.json", "app", Optional.empty(), RunPlan.NONE, Instant.now()));
        store.notes().note(ID, new Progress(3, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        folder.write("report.json", new byte[] {'{', '}'});
        Files.writeString(folder.file("logs.part"), "a log");
        folder.move(folder.file("logs.part"), folder.file("logs.txt"));
        folder.sync(folder.file("logs.txt"));
    }

    private TicketStore store(Durability durability) {
        store = new TicketStore(work, home, durability, MAPPER, Clock.systemUTC());
        return store;
    }
}
