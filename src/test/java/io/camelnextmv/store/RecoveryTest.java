package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.ticket.Cancellation;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever lies in work/, the tickets that can be taken up are. */
class RecoveryTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new JavaTimeModule()).propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    @TempDir
    private Path home;
    private Path work;
    private String good;

    @BeforeEach
    void aTicketOfADeadGateway() throws IOException {
        work = Files.createDirectories(home.resolve("work"));
        Files.createDirectories(home.resolve("archive"));
        good = claimed("good.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "{\"id\":", "{\"id\":\"?\",\"state\":\"CLAIMED\"}"})
    void aTicketThatIsNoneIsRebuiltInDoubtAndHoldsUpNoOther(String content) throws IOException {
        String torn = claimed("torn.json");
        Files.writeString(work.resolve(torn).resolve("ticket.json"), content);
        TicketStore store = store();
        assertThat(takenUp(store)).containsExactlyInAnyOrder(good, torn);
        assertThat(store.read(new TicketName(torn)).state()).isEqualTo(Ticket.State.SUBMITTING);
        store.close();
    }

    @Test
    void aTicketThatLacksWhatItsStateNeedsIsRebuiltInDoubt() throws IOException {
        String half = claimed("half.json");
        Path file = work.resolve(half).resolve("ticket.json");
        Files.writeString(file, Files.readString(file).replace("CLAIMED", "SUBMITTED"));
        TicketStore store = store();
        assertThat(takenUp(store)).containsExactlyInAnyOrder(good, half);
        assertThat(store.read(new TicketName(half)).state()).isEqualTo(Ticket.State.SUBMITTING);
        store.close();
    }

    /** And whoever can read them must be able to take them over, while this gateway lives. */
    @Test
    void ticketsOfALaterVersionAreLeftWithTheirLeaseAndHoldUpNoOther() throws IOException {
        String later = claimed("later.json");
        Path folder = work.resolve(later);
        String text = Files.readString(folder.resolve("ticket.json"));
        String next = text.replace("\"format\":1", "\"written_by\":{\"format\":1},\"format\":2");
        Files.writeString(folder.resolve("ticket.json"), next);
        TicketStore store = store();
        Recovery recovery = new Recovery(store, List.of(inbox()));
        assertThat(names(recovery)).containsExactly(good);
        assertThat(names(recovery)).isEmpty();
        assertThat(store.ofLaterVersions()).isOne();
        assertThat(folder.resolve("ticket.json")).hasContent(next);
        Optional<Lease> free = Lease.ofTheDead(work, TicketNames.gatewayOf(new TicketName(later)).orElseThrow(), true);
        assertThat(free).isPresent();
        free.get().close();

        Files.writeString(folder.resolve("ticket.json"), text);
        assertThat(names(recovery)).containsExactly(later);
        recovery.close();
        store.close();
    }

    @Test
    void whatADeadGatewayWasFetchingIsRemovedAndNobodyElses() throws IOException {
        String dead = TicketNames.gatewayOf(new TicketName(good)).orElseThrow();
        Path left = Files.createDirectories(home.resolve("fetched").resolve(dead).resolve("claim-1"));
        Files.writeString(left.resolve("a.json"), "{");
        TicketStore living = store();
        TicketStore store = store();
        Path others = Files.writeString(living.fetched().resolve("a.json"), "{}");
        Path ours = Files.writeString(store.fetched().resolve("a.json"), "{");

        assertThat(takenUp(store)).containsExactly(good);

        assertThat(left.getParent()).doesNotExist();
        assertThat(others).hasContent("{}");
        assertThat(ours).exists();
        store.close();
        assertThat(ours).doesNotExist();
        living.close();
    }

    @Test
    void aLeaseThatCannotBeOpenedHoldsUpNoOther() throws IOException {
        Files.createDirectories(work.resolve(".gateway-zzzz.lock").resolve("full"));
        Files.createDirectories(work.resolve(".gateway-0000.lock").resolve("full"));
        TicketStore store = store();
        assertThat(takenUp(store)).containsExactly(good);
        store.close();
    }

    @Test
    void aTicketThatCannotBeTakenUpNowIsTakenUpLater() throws IOException {
        String bad = claimed("bad.json");
        Path file = work.resolve(bad).resolve("ticket.json");
        byte[] ticket = Files.readAllBytes(file);
        // Nothing can be written over a folder that is not empty.
        Files.delete(file);
        Files.createDirectories(file.resolve("full"));
        TicketStore store = store();
        Recovery recovery = new Recovery(store, List.of(inbox()));
        assertThat(names(recovery)).containsExactly(good);
        assertThat(names(recovery)).isEmpty();

        Files.delete(file.resolve("full"));
        Files.delete(file);
        Files.write(file, ticket);
        assertThat(names(recovery)).containsExactly(bad);
        assertThat(names(recovery)).isEmpty();
        recovery.close();
        store.close();
    }

    /** So a start that finds thousands takes new files, and sends what was not sent, before it has read all of them. */
    @Test
    void ofThousandsThatWaitForTheirRunsMostComeLaterAndAllOfThemOnce() throws IOException {
        TicketStore dead = store();
        for (int i = 0; i < 7500; i++) {
            dead.newTickets().adopt("orders-" + i + ".json", inbox(), "run-" + i, Duration.ofHours(1), input -> { });
        }
        dead.close();
        String unsent = claimed("unsent.json");
        String broken = dead.allInFlight().iterator().next().text();
        Files.writeString(work.resolve(broken).resolve("ticket.json"), "{\"state\":\"SUBMITTED\"");
        TicketStore store = store();
        Recovery recovery = new Recovery(store, List.of(inbox()));

        List<String> first = names(recovery);

        assertThat(first).hasSizeBetween(1000, 1002).contains(good, unsent);
        assertThat(store.inFlight()).as("all of them count").isEqualTo(7502);
        List<String> all = new ArrayList<>(first);
        for (List<String> next = names(recovery); !next.isEmpty(); next = names(recovery)) {
            assertThat(next).hasSizeLessThanOrEqualTo(5000).isSorted();
            all.addAll(next);
        }
        assertThat(all).doesNotHaveDuplicates().hasSize(7502).contains(broken);
        assertThat(store.inFlight()).isEqualTo(7502);
        recovery.close();
        store.close();
    }

    /** Of those that were read before it went away, and of those that were not. */
    @ParameterizedTest
    @CsvSource({"6, 1, false", "6, 3, false", "6, 6, false", "6, 2, true", "6, 5, true", "1100, 1050, false"})
    void whereTheVolumeGoesAwayWhileTheyAreTakenUpAllOfThemAreOnce(int many, int at, boolean claimed) throws IOException {
        TicketStore dead = store();
        for (int i = 0; i < many; i++) {
            if (claimed) {
                Files.writeString(home.resolve(i + ".json"), "{}");
                dead.claims().claim(home.resolve(i + ".json"), inbox()).orElseThrow();
            } else {
                dead.newTickets().adopt("orders-" + i + ".json", inbox(), "run-" + i, Duration.ofHours(1), input -> { });
            }
        }
        dead.close();
        AtomicInteger read = new AtomicInteger();
        TicketStore store = new TicketStore(work, home.resolve("archive"), Durability.OS, new ObjectMapper(MAPPER) {
            @Override
            public <T> T readValue(byte[] bytes, Class<T> type) throws IOException {
                if (read.incrementAndGet() == at) {
                    Files.move(work, home.resolve("aside"));
                }
                return super.readValue(bytes, type);
            }
        }, Clock.systemUTC());
        Recovery recovery = new Recovery(store, List.of(inbox()));

        List<String> all = new ArrayList<>();
        boolean wentAway = false;
        for (int nothing = 0; nothing < 2;) {
            List<String> next = List.of();
            try {
                next = names(recovery);
            } catch (TicketsAway e) {
                nothing = 0;
            }
            all.addAll(next);
            nothing = next.isEmpty() ? nothing + 1 : 0;
            if (!Files.exists(work)) {
                wentAway = true;
                assertThatThrownBy(recovery::takeOver).isInstanceOf(TicketsAway.class);
                Files.move(home.resolve("aside"), work);
                nothing = 0;
            }
        }

        assertThat(wentAway).isTrue();
        assertThat(all).doesNotHaveDuplicates().hasSize(many + 1).contains(good);
        assertThat(store.inFlight()).isEqualTo(many + 1);
        recovery.close();
        store.close();
    }

    @Test
    void aLiveGatewayKeepsItsTickets() throws IOException {
        TicketStore living = store();
        Files.writeString(home.resolve("live.json"), "{}");
        living.claims().claim(home.resolve("live.json"), inbox());
        TicketStore other = store();
        assertThat(takenUp(other)).containsExactly(good);
        living.close();
        other.close();
    }

    @Test
    void aTicketOfOurOwnThatNobodyHasInFlightIsTakenUpOnce() throws IOException {
        TicketStore store = store();
        Recovery recovery = new Recovery(store, List.of(inbox()));
        assertThat(names(recovery)).containsExactly(good);
        Files.writeString(home.resolve("ours.json"), "{}");
        String ours = store.claims().claim(home.resolve("ours.json"), inbox()).orElseThrow().id().text();
        assertThat(names(recovery)).isEmpty();

        // As after a disk that said no to the claim and to its undoing.
        store.drop(new TicketName(ours));

        assertThat(names(recovery)).containsExactly(ours);
        assertThat(names(recovery)).isEmpty();
        recovery.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "an empty folder", "another gateway's folder"})
    void whileTheFolderIsAwayNothingIsTakenUpLetGoOfOrWritten(String place) throws IOException {
        TicketStore store = store();
        Recovery recovery = new Recovery(store, List.of(inbox()));
        TicketName ours = new TicketName(names(recovery).get(0));
        Ticket ticket = store.read(ours);
        Path aside = home.resolve("aside");
        Files.move(work, aside);
        if (!place.equals("nothing")) {
            Files.createDirectory(work);
        }
        if (place.startsWith("another")) {
            claimed("theirs.json");
        }
        List<Path> there = FileTree.all(work);
        Files.writeString(home.resolve("new.json"), "{}");

        assertThatThrownBy(() -> store.read(ours)).isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> store.write(ticket)).isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> store.notes().note(ours, Progress.NONE)).isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> store.archive(ticket.id())).isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> store.claims().claim(home.resolve("new.json"), inbox())).isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> store.newTickets().adopt("a.json", inbox(), "run", Duration.ofHours(1), file -> { }))
                .isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> store.newTickets().receive("a.json", inbox(), file -> { }, Optional.empty(), new MessageOrigin(
                Optional.of("message"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty())))
                .isInstanceOf(TicketsAway.class);
        assertThatThrownBy(() -> new Cancellations(store, MAPPER, Clock.systemUTC()).request(ours,
                Cancellation.Reason.REQUEST)).isInstanceOf(TicketsAway.class);
        assertThatThrownBy(recovery::takeOver).isInstanceOf(TicketsAway.class);
        assertThat(FileTree.all(work)).isEqualTo(there);
        assertThat(home.resolve("new.json")).exists();

        if (Files.exists(work)) {
            Files.move(work, home.resolve("stood-in"));
        }
        Files.move(aside, work);
        assertThat(names(recovery)).isEmpty();
        assertThat(store.read(ours)).isEqualTo(ticket);
        recovery.close();
        store.close();
    }

    /** Claimed by a gateway that is dead by now. */
    private String claimed(String name) throws IOException {
        TicketStore dead = store();
        Files.writeString(home.resolve(name), "{}");
        String id = dead.claims().claim(home.resolve(name), inbox()).orElseThrow().id().text();
        dead.close();
        return id;
    }

    private Inbox inbox() {
        return new Inbox(home, "app", Optional.empty(), RunSpec.NONE);
    }

    private TicketStore store() {
        return new TicketStore(work, home.resolve("archive"), Durability.OS, MAPPER, Clock.systemUTC());
    }

    private List<String> takenUp(TicketStore store) {
        Recovery recovery = new Recovery(store, List.of(inbox()));
        List<String> names = names(recovery);
        recovery.close();
        return names;
    }

    private static List<String> names(Recovery recovery) {
        return recovery.takeOver().stream().map(ticket -> ticket.id().text()).toList();
    }
}
