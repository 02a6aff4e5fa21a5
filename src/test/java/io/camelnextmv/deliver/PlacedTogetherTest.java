package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.GroupCommit;
import io.camelnextmv.store.Modes;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets whose inputs have one name are placed at the same time. */
class PlacedTogetherTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    @TempDir
    private Path home;
    private final ObjectMapper mapper = CloudBeans.json();
    private final Clock clock = Clock.systemUTC();
    private TicketStore tickets;
    private Destinations destinations;
    private FreeNames names;
    private FolderDelivery delivery;

    @BeforeEach
    void gateway() throws IOException {
        tickets = new TicketStore(folder("work"), folder("archive"), Durability.OS, mapper, clock);
        destinations = new Destinations(Map.of(Destination.OUTPUT, folder("outbox"), Destination.ERROR, folder("errors"),
                Destination.CANCELED, folder("canceled")));
        names = new FreeNames(new FolderItems(tickets, destinations), tickets.watched()::has, Duration.ofMillis(100));
        gatewayWith(names);
    }

    private void gatewayWith(FreeNames given) {
        PartialOutput partial = new PartialOutput(tickets, new Tarball(10, 1000), mapper);
        delivery = new FolderDelivery(tickets, destinations,
                new Extras(new Extras.Wanted(Extras.Logs.NEVER, false, Extras.Place.ARCHIVE)), partial,
                new Reports(tickets, new ErrorLog(tickets, new GracePeriod(clock), mapper), partial,
                        new ConsolePages("https://cloud.nextmv.io", Map.of()), mapper), given);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    private Ticket adopted(String file, String run) {
        return tickets.newTickets().adopt(file, new Inbox(home.resolve("inbox"), "routing", Optional.empty(), RunSpec.NONE), run,
                Duration.ofHours(1), input -> write(input, "{\"run\":\"" + run + "\"}"));
    }

    private Ticket failed(String file, String run) {
        return tickets.write(adopted(file, run).ended(Endings.failed(Optional.of("no vehicle"), Instant.now(), 1)));
    }

    private Ticket succeeded(String file, String run) {
        Ticket ended = tickets.write(adopted(file, run).ended(Ending.succeeded(Instant.now(), 1, 0, Optional.of(Format.JSON))));
        write(tickets.folder(ended.id()).made(Outputs.OUTPUT), run);
        return ended;
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void placeAll(List<Ticket> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Ticket>> placed = new ArrayList<>();
            for (Ticket ticket : all) {
                placed.add(threads.submit(() -> delivery.place(ticket.id())));
            }
            for (Future<Ticket> one : placed) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void eachInputThatComesBackHasItsOwnReportBesideIt() throws Exception {
        List<Ticket> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(failed("orders.json", "run-" + i));
        }

        placeAll(all);

        List<String> files = GatewayFixture.names(home.resolve("errors"));
        assertThat(files).hasSize(400).contains("orders.json", "orders.error.json");
        for (String name : files.stream().filter(name -> !name.endsWith(".error.json")).toList()) {
            String run = GatewayFixture.json(home.resolve("errors").resolve(name)).path("run").asText();
            String stem = name.substring(0, name.length() - ".json".length());
            assertThat(stem).isIn("orders", "orders." + run);
            assertThat(GatewayFixture.json(home.resolve("errors").resolve(stem + ".error.json")).path("run_id").asText())
                    .isEqualTo(run);
        }
    }

    /** The name of one is what another's report is called. */
    @Test
    void aNameThatIsMadeOfAnothersIsNobodysTwice() throws Exception {
        List<Ticket> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(failed("orders.json", "a-" + i));
            all.add(failed("orders.error.json", "b-" + i));
            all.add(failed("orders.a-" + i + ".json", "c-" + i));
        }

        placeAll(all);

        assertThat(GatewayFixture.names(home.resolve("errors"))).hasSize(600);
        for (Ticket ticket : all) {
            Ticket delivered = tickets.read(ticket.id());
            List<FolderItems.Item> items = new FolderItems(tickets, destinations).of(delivered);
            assertThat(items).hasSize(2);
            String run = delivered.runId().orElseThrow();
            assertThat(GatewayFixture.json(items.get(0).target()).path("run").asText()).isEqualTo(run);
            assertThat(GatewayFixture.json(items.get(1).target()).path("run_id").asText()).isEqualTo(run);
        }
    }

    /** As a share may be, where a rename would overwrite: between the look and the rename nobody else gets a name there. */
    @Test
    void whereThereAreNoHardLinksOneFileOfAFolderAtATimeGetsItsName() throws Exception {
        try (FileSystem share = Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setSupportedFeatures(Feature.FILE_CHANNEL).build())) {
            Path outbox = Files.createDirectory(share.getPath("C:\\outbox"));
            Path made = home.resolve("work/ticket/out/output");
            write(made, "the output");
            ReentrantLock unlinked = new ReentrantLock();
            AtomicPlacement placement = new AtomicPlacement(Durability.OS, new GroupCommit(Durability.OS::sync), Durability.OS, Modes.AS_MADE, new InheritedRights(),
                    unlinked);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                unlinked.lock();
                Future<?> placed = thread.submit(() -> {
                    placement.place(made, outbox.resolve("orders.json"), "ticket");
                    return true;
                });
                await().atMost(LONG).until(unlinked::hasQueuedThreads);
                assertThat(outbox.resolve("orders.json")).doesNotExist();
                Files.writeString(outbox.resolve("ORDERS.json"), "another one");
                unlinked.unlock();

                assertThatThrownBy(() -> placed.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(FileAlreadyExistsException.class);
                assertThat(outbox.resolve("ORDERS.json")).hasContent("another one");
            } finally {
                thread.shutdownNow();
            }
        }
    }

    /** As of one whose folder does not answer: nobody else waits for it. */
    @Test
    void whileOneIsBeingPlacedAnotherOfItsNameGetsANameOfItsOwn() throws Exception {
        Ticket slow = succeeded("orders.json", "run-slow");
        Ticket quick = succeeded("orders.json", "run-quick");
        Ticket other = succeeded("tours.json", "run-other");

        try (FreeNames.Held held = names.hold(slow, Optional.empty())) {
            assertThat(held.stem()).isEqualTo("orders");
            placeAll(List.of(quick, other));
        }
        placeAll(List.of(slow));

        assertThat(GatewayFixture.names(home.resolve("outbox")))
                .containsExactlyInAnyOrder("orders.json", "orders.run-quick.json", "tours.json");
        assertThat(home.resolve("outbox/orders.json")).hasContent("run-slow");
    }

    /** A death came between writing the name down and placing; meanwhile another one was given it. */
    @Test
    void aNameThatWasWrittenDownAndIsAnothersByNowIsChosenAnewWhenThatHasIt() throws Exception {
        Ticket before = succeeded("orders.json", "run-before");
        tickets.write(before.deliveredAs("orders"));
        Ticket now = succeeded("orders.json", "run-now");

        try (FreeNames.Held held = names.hold(now, Optional.empty())) {
            assertThat(held.stem()).isEqualTo("orders");
            assertThatThrownBy(() -> delivery.place(before.id())).isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("orders.json: another one is placed there, and that takes long");
        }
        assertThat(tickets.read(before.id()).deliveredAs()).as("not yet").contains("orders");
        placeAll(List.of(now));
        placeAll(List.of(before));

        assertThat(GatewayFixture.names(home.resolve("outbox"))).containsExactlyInAnyOrder("orders.json", "orders.run-before.json");
        assertThat(home.resolve("outbox/orders.json")).hasContent("run-now");
    }

    /** The disk was full when the input was back and its report was not. */
    @Test
    void whatIsPlacedInPartKeepsItsNameWhileOthersLookForOne() throws Exception {
        Ticket part = failed("orders.json", "run-part");
        tickets.write(part.deliveredAs("orders"));
        Path made = tickets.folder(part.id()).made(FolderItems.INPUT_BACK);
        write(made, "{\"run\":\"run-part\"}");
        write(tickets.folder(part.id()).made(FolderItems.REPORT), "{\"run_id\":\"run-part\"}");
        Ticket other = failed("orders.json", "run-other");
        names = new FreeNames(new FolderItems(tickets, destinations), tickets.watched()::has);
        gatewayWith(names);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Ticket> placed;
            try (FreeNames.Held looks = names.hold(other, Optional.empty())) {
                assertThat(looks.stem()).isEqualTo("orders");
                new AtomicPlacement(Durability.OS).place(made, home.resolve("errors/orders.json"), part.id().text());
                AtomicReference<Thread> waits = new AtomicReference<>();
                placed = thread.submit(() -> {
                    waits.set(Thread.currentThread());
                    return delivery.place(part.id());
                });
                await().atMost(LONG).until(() -> waits.get() != null && waits.get().getState() == Thread.State.TIMED_WAITING);
            }
            placed.get(60, TimeUnit.SECONDS);
        } finally {
            thread.shutdownNow();
        }

        assertThat(GatewayFixture.names(home.resolve("errors"))).containsExactlyInAnyOrder("orders.json", "orders.error.json");
        assertThat(GatewayFixture.json(home.resolve("errors/orders.error.json")).path("run_id").asText()).isEqualTo("run-part");
    }

    /** The disk says no to its report, once its input is back. */
    private Path inTheWayOfTheReport(Ticket part) throws IOException {
        tickets.write(part.deliveredAs("orders"));
        Path made = tickets.folder(part.id()).made(FolderItems.INPUT_BACK);
        write(made, "{\"run\":\"run-part\"}");
        write(tickets.folder(part.id()).made(FolderItems.REPORT), "{\"run_id\":\"run-part\"}");
        new AtomicPlacement(Durability.OS).place(made, home.resolve("errors/orders.json"), part.id().text());
        Path inTheWay = home.resolve("errors/." + part.id() + ".probe/not empty");
        write(inTheWay, "");
        return inTheWay;
    }

    /** Its report could not be placed, and is tried again later; meanwhile one comes whose input has another ending. */
    @ParameterizedTest
    @ValueSource(strings = {"orders.csv", "orders.json", "orders.txt", "orders"})
    void betweenTwoTriesNobodyElseIsGivenTheNameOfWhatIsPlacedInPart(String another) throws Exception {
        Ticket part = failed("orders.json", "run-part");
        Ticket other = failed(another, "run-other");
        Path report = inTheWayOfTheReport(part);
        assertThatThrownBy(() -> delivery.place(part.id())).isInstanceOf(UncheckedIOException.class);
        assertThat(home.resolve("errors/orders.json")).exists();
        assertThat(home.resolve("errors/orders.error.json")).doesNotExist();

        placeAll(List.of(other));
        Files.delete(report);
        placeAll(List.of(part));

        assertThat(new FolderItems(tickets, destinations).of(tickets.read(part.id())).stream().map(FolderItems.Item::target)
                .map(Path::getFileName).map(Path::toString)).containsExactly("orders.json", "orders.error.json");
        assertThat(GatewayFixture.json(home.resolve("errors/orders.error.json")).path("run_id").asText()).isEqualTo("run-part");
        assertThat(GatewayFixture.names(home.resolve("errors"))).contains("orders.run-other.error.json");
    }

    /** Somebody has taken it away: its name is free again. */
    @Test
    void whatIsNotTriedAgainKeepsNoName() throws Exception {
        Ticket part = failed("orders.json", "run-part");
        Path report = inTheWayOfTheReport(part);
        assertThatThrownBy(() -> delivery.place(part.id())).isInstanceOf(UncheckedIOException.class);
        tickets.drop(part.id());
        Files.delete(home.resolve("errors/orders.json"));
        Files.delete(report);

        placeAll(List.of(failed("orders.json", "run-other")));

        assertThat(GatewayFixture.names(home.resolve("errors"))).containsExactlyInAnyOrder("orders.json", "orders.error.json");
    }
}
