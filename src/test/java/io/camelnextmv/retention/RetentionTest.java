package io.camelnextmv.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.CloudBeans;
import io.camelnextmv.fixture.GatewayFixture;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String MESSAGE = "message-0123456789abcdef0123456789abcdef";
    @TempDir
    private Path home;
    private final SetClock clock = new SetClock();
    private final AtomicLong nanos = new AtomicLong();
    private TicketStore tickets;

    /** The machine's, which anybody may set. */
    private static final class SetClock extends Clock {
        private Instant now = NOW;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

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
                tickets.known(), keep), new OutboxKeeper(keep.outbox()), List.of(home.resolve("outbox")),
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
        clock.forward(Duration.ofHours(1));
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
        assertThat(tickets.known().wasPosted(name)).isTrue();
        clock.forward(Duration.ofDays(366));
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
        assertThat(tickets.receive("a.json", inbox, RetentionTest::write, Optional.empty(), origin)).isEmpty();
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

        clock.forward(Duration.ofDays(3650));
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
        FileTime old = FileTime.from(NOW.minus(Duration.ofDays(8)));
        Path file = Files.writeString(home.resolve("outbox/a.json"), "{}");
        Path folder = Files.createDirectory(home.resolve("outbox/many"));
        Files.writeString(folder.resolve("b.csv"), "1");
        Path hidden = Files.writeString(home.resolve("outbox/.partly"), "x");
        Path young = Files.writeString(home.resolve("outbox/young.json"), "{}");
        Files.setLastModifiedTime(young, FileTime.from(NOW));
        for (Path path : List.of(file, folder, hidden)) {
            Files.setLastModifiedTime(path, old);
        }

        look(retention(days(30)));
        assertThat(GatewayFixture.names(home.resolve("outbox"))).hasSize(3);
        look(retention(new RetentionSettings(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(7)),
                Optional.empty())));

        assertThat(GatewayFixture.names(home.resolve("outbox"))).containsExactly("young.json");
        assertThat(hidden).exists();
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
