package io.camelnextmv.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.RetentionSettings;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketNames;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static final ObjectMapper MAPPER = CloudBeans.json();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String MESSAGE = "message-0123456789abcdef0123456789abcdef";
    @TempDir
    private Path home;
    private final MovableClock clock = new MovableClock();
    private final AtomicLong nanos = new AtomicLong();
    private TicketStore tickets;

    @BeforeEach
    void makeFolders() throws IOException {
        for (String name : List.of("archive", "work", "outbox", "errors", "control")) {
            Files.createDirectory(home.resolve(name));
        }
        tickets = new TicketStore(home.resolve("work"), archive(), Durability.OS, MAPPER, clock);
        new RetentionNote(NOW, NOW, Optional.empty()).write(home.resolve("control"), MAPPER);
    }

    private Path archive() {
        return home.resolve("archive");
    }

    private static RetentionSettings days(int days) {
        return new RetentionSettings(Optional.of(Duration.ofDays(days)), Optional.empty(), Optional.empty(),
                Optional.of(Duration.ofDays(365)));
    }

    private Retention retention(RetentionSettings keep) {
        return new Retention(new ArchiveKeeper(archive(), new TicketReader(archive(), MAPPER), List.of(home.resolve("errors")),
                tickets.archived().known(), keep), new OutboxKeeper(keep.outbox(), List.of(home.resolve("outbox/other/inbox"))),
                List.of(home.resolve("outbox")),
                home.resolve("control"), MAPPER, new Retention.Times(clock, nanos::get));
    }

    /** A look through all of it: the clock that does not jump stands, so that a step goes on for 500 things. */
    private void look(Retention retention) {
        for (int step = 0; step < 10; step++) {
            retention.step();
        }
    }

    private void anHourLater() {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        clock.turn(Duration.ofHours(1));
    }

    private Path ticket(Duration age, String destination) throws IOException {
        Instant ended = clock.instant().minus(age);
        return ticket(NAME.format(ended) + "-a1b2-0001", ended, destination, "");
    }

    private Path ticket(String id, Instant ended, String destination, String plan) throws IOException {
        Path folder = Files.createDirectories(archive().resolve(id));
        Files.createDirectory(folder.resolve("input"));
        Files.write(folder.resolve("input").resolve("a.json"), new byte[1000]);
        Files.writeString(folder.resolve("ticket.json"), "{\"id\":\"" + id + "\",\"file\":\"a.json\",\"state\":\"DELIVERED\","
                + "\"application_id\":\"app\",\"claimed_at\":\"" + ended + "\",\"delivered_as\":\"a\",\"ending\":{\"fate\":\""
                + destination + "\",\"status\":\"s\",\"error\":\"\",\"what_to_do\":\"\",\"ended_at\":\"" + ended
                + "\",\"polls\":1,\"output_size\":0}" + plan + "}");
        Files.setLastModifiedTime(folder, FileTime.from(ended));
        return folder;
    }

    @Test
    void thoseThatAreTakenWhileItIsCountedAreLeftToWhoAsks() throws IOException {
        ticket(Duration.ofDays(1), "OUTPUT");
        Files.writeString(ticket(Duration.ofDays(2), "ERROR").resolve("report.json"), "{\"status\":\"failed\"}");
        Files.writeString(ticket(Duration.ofDays(3), "ERROR").resolve("report.json"), "{\"status\":\"canceled\"}");
        ticket(Duration.ofMinutes(-1), "OUTPUT");
        ticket(MESSAGE, NOW, "OUTPUT", "");

        look(retention(days(30)));

        Kept kept = RetentionNote.read(home.resolve("control"), MAPPER).flatMap(RetentionNote::kept).orElseThrow();
        assertThat(kept.ends()).contains(new Ends(NOW, 2, 1, 1, 0));
    }

    @Test
    void whatIsOldEnoughGoesAndTheRestIsCounted() throws IOException {
        Path old = ticket(Duration.ofDays(31), "OUTPUT");
        Path young = ticket(Duration.ofDays(29), "OUTPUT");
        Path stranger = Files.createDirectory(archive().resolve("my notes"));
        Files.setLastModifiedTime(stranger, FileTime.from(NOW.minus(Duration.ofDays(1000))));

        look(retention(days(30)));

        assertThat(old).doesNotExist();
        assertThat(young.resolve("input/a.json")).exists();
        assertThat(stranger).as("no ticket").exists();
        Kept kept = RetentionNote.read(home.resolve("control"), MAPPER).flatMap(RetentionNote::kept).orElseThrow();
        assertThat(kept.tickets()).isEqualTo(1);
        assertThat(kept.archive()).isGreaterThan(1000);
        assertThat(kept.oldest()).hasValue(NOW.minus(Duration.ofDays(29)));
    }

    @Test
    void aTicketWhoseReportStillLiesInTheErrorsIsNeeded() throws IOException {
        Path old = ticket(Duration.ofDays(300), "ERROR");
        Path report = Files.writeString(home.resolve("errors").resolve("a.error.json"), "{}");
        Retention retention = retention(days(30));

        look(retention);
        assertThat(old).exists();
        Files.delete(report);
        anHourLater();
        look(retention);

        assertThat(old).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "99999999999999999999", "\"2.0\"", "{}"})
    void aTicketOfALaterVersionStaysAsNobodyHereKnowsWhetherItIsNeeded(String format) throws IOException {
        Path later = ticket(Duration.ofDays(300), "OUTPUT");
        Path ticket = later.resolve("ticket.json");
        Files.writeString(ticket, Files.readString(ticket).replaceFirst("[{]", "{\"format\":" + format + ","));
        Files.setLastModifiedTime(later, FileTime.from(NOW.minus(Duration.ofDays(300))));

        look(retention(new RetentionSettings(Optional.of(Duration.ofDays(30)), Optional.of(1L), Optional.empty(),
                Optional.empty())));

        assertThat(ticket).exists();
    }

    @Test
    void aMessageIsKnownBeforeItsTicketGoesAndForgottenWhenItsOwnTimeIsUp() throws IOException {
        Instant ended = NOW.minus(Duration.ofDays(31));
        Path old = ticket(MESSAGE, ended, "OUTPUT", ",\"plan\":{\"received\":{\"kept\":true}}");
        TicketName name = new TicketName(MESSAGE);
        Retention retention = retention(days(30));

        look(retention);

        assertThat(old).doesNotExist();
        assertThat(archive().resolve(".known/01").resolve(MESSAGE)).exists();
        assertThat(tickets.archived().known().wasPosted(name)).isTrue();
        clock.turn(Duration.ofDays(366));
        new RetentionNote(clock.instant(), NOW, Optional.empty()).write(home.resolve("control"), MAPPER);
        look(retention(days(30)));
        assertThat(archive().resolve(".known/01").resolve(MESSAGE)).doesNotExist();
    }

    @Test
    void theSameMessageIsNotTakenAgainWhenItsTicketHasGone() throws IOException {
        String id = "jms:the-one";
        MessageOrigin origin = MAPPER.readValue("{\"message_id\":\"" + id + "\"}", MessageOrigin.class);
        Inbox inbox = new Inbox(home.resolve("inbox"), "app", Optional.empty(), RunSpec.NONE, Optional.empty(),
                Optional.empty());
        ticket(TicketNames.ofMessage(id).text(), NOW.minus(Duration.ofDays(31)), "OUTPUT", "");

        look(retention(days(30)));

        assertThat(GatewayFixture.names(archive())).isEmpty();
        assertThat(tickets.newTickets().receive("a.json", inbox, RetentionTest::write, Optional.empty(), origin)).isEmpty();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "{}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatADeathLeftHalfRemovedGoes() throws IOException {
        Path half = Files.createDirectories(archive().resolve(".nextmv-removing-" + MESSAGE).resolve("input")).getParent();

        look(retention(new RetentionSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));

        assertThat(half).doesNotExist();
    }

    @Test
    void beyondASizeTheOldestGoAndNoneMore() throws IOException {
        List<Path> all = IntStream.range(0, 6).mapToObj(day -> {
            try {
                return ticket(Duration.ofDays(10 - day), "OUTPUT");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
        long one = FolderWalk.size(all.get(0));
        Retention retention = retention(new RetentionSettings(Optional.empty(), Optional.of(one * 4), Optional.empty(),
                Optional.empty()));

        look(retention);

        assertThat(all.stream().map(Files::exists)).containsExactly(false, false, true, true, true, true);
    }

    @Test
    void aClockThatIsSetForwardByYearsRemovesNothingAtOnce() throws IOException {
        Path young = ticket(Duration.ofDays(1), "OUTPUT");
        Retention retention = retention(days(30));
        look(retention);

        clock.turn(Duration.ofDays(3650));
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        look(retention);

        assertThat(young).exists();
        for (int hour = 0; hour < 31; hour++) {
            nanos.addAndGet(Duration.ofHours(1).toNanos());
            look(retention);
        }
        assertThat(young).as("a day an hour, so that it does not stay for ever either").doesNotExist();
    }

    @Test
    void theFirstDayRemovesNothing() throws IOException {
        Files.delete(home.resolve("control").resolve(RetentionNote.FILE));
        Path old = ticket(Duration.ofDays(300), "OUTPUT");
        Retention retention = retention(days(30));

        look(retention);
        assertThat(old).exists();
        for (int hour = 0; hour < 25; hour++) {
            anHourLater();
            look(retention);
        }

        assertThat(old).doesNotExist();
    }

    @Test
    void anOutboxKeepsForEverUnlessASettingSaysOtherwise() throws IOException {
        Path file = Files.writeString(home.resolve("outbox/a.json"), "{}");
        Path folder = Files.createDirectory(home.resolve("outbox/many"));
        Files.writeString(folder.resolve("b.csv"), "1");
        Path inUse = Files.createDirectory(home.resolve("outbox/in-use"));
        Path written = Files.writeString(inUse.resolve("c.csv"), "1");
        Path gateways = Files.createDirectories(home.resolve("outbox/other/inbox"));
        Path waiting = Files.writeString(gateways.resolve("not taken yet.json"), "{}");
        Path hidden = Files.writeString(home.resolve("outbox/.partly"), "x");
        Path young = Files.writeString(home.resolve("outbox/young.json"), "{}");
        Path moved = Files.writeString(home.resolve("outbox/moved here.json"), "{}");
        Files.setLastModifiedTime(moved, FileTime.from(NOW));
        // Nobody can set when a file was last changed in another way than by its content.
        clock.turn(Duration.between(NOW, Instant.now().plus(Duration.ofDays(6))));
        new RetentionNote(clock.instant(), NOW, Optional.empty()).write(home.resolve("control"), MAPPER);
        RetentionSettings aWeek = new RetentionSettings(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(7)),
                Optional.empty());

        look(retention(aWeek));
        assertThat(moved).as("here since six days").exists();
        clock.turn(Duration.ofDays(2));
        for (Path path : List.of(young, written)) {
            Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
        }
        look(retention(days(30)));
        assertThat(file).exists();
        look(retention(aWeek));

        assertThat(GatewayFixture.names(home.resolve("outbox"))).containsExactlyInAnyOrder("young.json", "in-use", "other");
        assertThat(List.of(hidden, written, waiting)).allMatch(Files::exists);
    }

    @Test
    void anOutboxThatIsAnothersInboxIsNotClearedOfWhatWaitsThere() {
        Folders main = folders("one", home.resolve("one/outbox"), home.resolve("one/inbox"));
        Folders next = folders("two", home.resolve("two/outbox"), home.resolve("one/outbox"));
        Folders within = folders("three", home.resolve("one/errors/three"), home.resolve("three/inbox"));

        assertThat(RetentionBeans.outboxes(List.of(main, next, within))).containsExactly(home.resolve("two/outbox"));
    }

    private Folders folders(String name, Path outbox, Path inbox) {
        return new Folders(inbox, outbox, home.resolve(name + "/errors"), home.resolve(name + "/canceled"),
                home.resolve("archive"), home.resolve("work"));
    }

    @Test
    void whatCannotBeLookedAtOrRemovedIsInTheWayOfNothingElse() throws IOException {
        Instant ended = NOW.minus(Duration.ofDays(40));
        List<Path> bad = List.of(ticket("99999999-999999-a1b2-0001", ended, "OUTPUT", ""),
                ticket(MESSAGE, ended, "OUTPUT", ""), ticket("20200101-000000-a1b2-0009", ended, "OUTPUT", ""));
        Files.writeString(archive().resolve(".known"), "a file where a folder is to be");
        Files.delete(bad.get(2).resolve("ticket.json"));
        Files.createDirectory(bad.get(2).resolve("ticket.json"));
        List<Path> good = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(ticket(NAME.format(ended) + "-a1b2-000" + i, ended, "OUTPUT", ""));
        }

        look(retention(days(30)));

        assertThat(good).noneMatch(Files::exists);
        assertThat(bad).allMatch(Files::exists);
        assertThat(RetentionNote.read(home.resolve("control"), MAPPER).flatMap(RetentionNote::kept)).as("the look has ended")
                .isPresent();
    }

    @Test
    void whereItCannotBeToldWhetherATicketIsNeededItStays() throws IOException {
        Path away = ticket("20260101-000000-a1b2-0001", NOW.minus(Duration.ofDays(100)), "ERROR", "");
        Path later = ticket("20260101-000000-a1b2-0002", NOW.minus(Duration.ofDays(100)), "OUTPUT", ",\"format\":99");
        Retention retention = retention(days(30));
        Files.delete(home.resolve("errors"));

        look(retention);

        assertThat(List.of(away, later)).allMatch(Files::exists);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\":\"20260101-000000", "null", "\0\0\0\0"})
    void aTicketThatCannotBeReadIsNotTakenForOneThatNobodyNeeds(String there) throws IOException {
        Path old = ticket(Duration.ofDays(300), "ERROR");
        Files.writeString(home.resolve("errors").resolve("a.error.json"), "{}");
        Files.writeString(old.resolve("ticket.json"), there);
        Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofDays(300))));

        look(retention(days(30)));

        assertThat(old.resolve("input/a.json")).exists();
    }

    @Test
    void aTicketThatWasDeliveredLongAfterItsEndIsKeptFromThenOn() throws IOException {
        Path late = ticket(Duration.ofDays(31), "OUTPUT");
        Files.setLastModifiedTime(late, FileTime.from(NOW.minusSeconds(10)));

        look(retention(days(30)));

        assertThat(late).exists();
    }

    @Test
    void whatIsNeededOrHasJustComeDoesNotGoForItsSizeAndOthersGoInstead() throws IOException {
        List<Path> needed = new ArrayList<>();
        for (int day = 20; day < 24; day++) {
            needed.add(ticket(Duration.ofDays(day), "ERROR"));
        }
        Files.writeString(home.resolve("errors").resolve("a.error.json"), "{}");
        Path output = ticket(Duration.ofDays(2), "OUTPUT");
        Path fresh = ticket(Duration.ofMinutes(1), "OUTPUT");
        Retention retention = retention(new RetentionSettings(Optional.empty(), Optional.of(FolderWalk.size(output) * 4),
                Optional.empty(), Optional.empty()));

        for (int hour = 0; hour < 4; hour++) {
            look(retention);
            nanos.addAndGet(Duration.ofHours(1).toNanos());
        }

        assertThat(needed).allMatch(Files::exists);
        assertThat(output).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void aClockThatWasSetBackIsNotBelievedAtOnceWhenItIsSetForwardAgain() {
        TrustedTime wrong = TrustedTime.begin(NOW.plus(Duration.ofDays(20)));

        TrustedTime later = wrong.next(NOW, Duration.ofDays(1));

        assertThat(later.isJump(NOW.plus(Duration.ofDays(19)))).isTrue();
        assertThat(wrong.next(NOW, Duration.ofHours(1)).seen()).isEqualTo(NOW.plus(Duration.ofDays(19)));
    }

    @Test
    void aStepLooksAtSoManyThingsAndTheNextOneGoesOn() throws IOException {
        for (int i = 0; i < 700; i++) {
            Files.createDirectory(archive().resolve(NAME.format(NOW.minus(Duration.ofDays(40))) + "-a1b2-" + (1000 + i)));
            Files.setLastModifiedTime(archive().resolve(NAME.format(NOW.minus(Duration.ofDays(40))) + "-a1b2-" + (1000 + i)),
                    FileTime.from(NOW.minus(Duration.ofDays(40))));
        }
        Retention retention = retention(days(30));

        retention.step();
        int left = GatewayFixture.names(archive()).size();
        look(retention);

        assertThat(left).isEqualTo(200);
        assertThat(GatewayFixture.names(archive())).isEmpty();
    }
}
