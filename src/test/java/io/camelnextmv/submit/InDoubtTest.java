package io.camelnextmv.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.fixture.Remembered;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks show, on a clock that the test turns and a service whose list is written by hand. */
class InDoubtTest {
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration A_DAY = Duration.ofDays(1);
    @TempDir
    private Path home;
    private final MovableClock clock = new MovableClock();
    private final Instant sent = clock.instant();
    private final List<Row> runs = new ArrayList<>();
    private TicketStore tickets;
    private SubmitSlots slots;
    private InDoubt inDoubt;
    private boolean pages = true;
    private boolean tellsTheTime = true;
    private Duration serviceIsAhead = Duration.ZERO;
    private int asked;

    @BeforeEach
    void aGateway() throws IOException {
        tickets = new TicketStore(Files.createDirectories(home.resolve("work")), home.resolve("archive"), Durability.OS,
                JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build(), clock);
        inDoubt = gateway();
    }

    private InDoubt gateway() {
        Backoff backoff = new Backoff(DELAY, 2, Duration.ofSeconds(8));
        slots = new SubmitSlots(4, () -> true, clock, this::nanos);
        KnownRuns known = new KnownRuns();
        return new InDoubt(tickets, new FailedSubmissions(tickets, slots, backoff, Duration.ofMinutes(1), clock), known,
                new Looks(tickets, known, backoff, DELAY, clock, this::nanos), A_DAY, clock);
    }

    private long nanos() {
        return Duration.between(sent, clock.instant()).toNanos();
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    private TicketName doubted(String name) {
        return doubted(name, "app");
    }

    private TicketName doubted(String name, String application) {
        return doubted(name, application, RunSpec.NONE);
    }

    private TicketName doubted(String name, String application, RunSpec spec) {
        try {
            Ticket ticket = tickets.claims().claim(Files.writeString(home.resolve(name), "{}"),
                    new Inbox(home, application, Optional.empty(), spec)).orElseThrow();
            inDoubt.add(tickets.write(ticket.submitting(clock.instant())));
            return ticket.id();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Others start runs, one every so often, until now by the service's clock. */
    private void othersStart(int count, Duration each) {
        for (int i = count - 1; i >= 0; i--) {
            start("somebody else's", clock.instant().plus(serviceIsAhead).minus(each.multipliedBy(i)));
        }
    }

    private void start(String description, Instant created) {
        runs.add(0, new Row("run-" + runs.size(), Optional.of(description), Optional.of(created), Optional.empty()));
    }

    private RunList page(Optional<Integer> from) {
        asked++;
        int first = from.orElse(0);
        int end = Math.min(runs.size(), first + RunList.LIMIT);
        return new RunList(runs.subList(first, end), pages && end < runs.size() ? Optional.of("" + end) : Optional.empty());
    }

    private String date() {
        return tellsTheTime ? DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().plus(serviceIsAhead)
                .atOffset(ZoneOffset.UTC)) : null;
    }

    private void look(TicketName id) {
        look(id, this::page);
    }

    private interface Pages {
        RunList from(Optional<Integer> token);
    }

    private void look(TicketName id, Pages list) {
        if (inDoubt.mustLook(id)) {
            while (inDoubt.look(id).goesOn()) {
                boolean queue = inDoubt.look(id).next().path().endsWith("queue");
                Optional<Integer> token = Optional.of(inDoubt.look(id).next().path().replaceFirst("[^?]*([?]pagetoken=)?", ""))
                        .filter(text -> !text.isEmpty()).map(Integer::valueOf);
                inDoubt.page(id, queue ? RunList.empty() : list.from(token), date());
            }
        }
    }

    /** Looks as often as it takes, a moment after each is due. */
    private Ticket concluded(TicketName id) {
        return concluded(id, this::page, () -> { });
    }

    private Ticket concluded(TicketName id, Pages list, Runnable meanwhile) {
        for (int i = 0; i < 50; i++) {
            try {
                look(id, list);
                return inDoubt.conclude(id);
            } catch (NotYet again) {
                clock.turn(again.delay());
                meanwhile.run();
            }
        }
        throw new AssertionError("no conclusion");
    }

    @Test
    void aListOfManyPagesIsReadBackToTheTimeOfTheRequestAndNoFurther() {
        othersStart(500, Duration.ofMillis(100));
        TicketName id = doubted("tour.json");

        Ticket ticket = concluded(id, this::page, () -> othersStart(40, Duration.ofMillis(20)));

        assertThat(ticket.state()).isEqualTo(State.CLAIMED);
        assertThat(asked).as("pages of four looks").isLessThan(30);
    }

    @Test
    void aRunThatHundredsHavePushedDownIsFound() {
        TicketName id = doubted("tour.json");
        start("camel-nextmv ticket " + id, clock.instant());
        clock.turn(Duration.ofSeconds(10));
        othersStart(900, Duration.ofMillis(10));

        Ticket ticket = concluded(id);

        assertThat(ticket.runId()).contains("run-0");
    }

    @Test
    void aRunThatIsRegisteredLateIsFoundByALaterLook() {
        othersStart(60, Duration.ofSeconds(1));
        TicketName id = doubted("tour.json");

        Ticket ticket = concluded(id, this::page, () -> {
            if (clock.instant().isAfter(sent.plusSeconds(4)) && runs.stream().noneMatch(run -> run.is(id.text(), Optional.empty()))) {
                start("camel-nextmv ticket " + id, clock.instant());
            }
        });

        assertThat(ticket.state()).isEqualTo(State.SUBMITTED);
    }

    @Test
    void aShadowOfARunIsNotAdopted() {
        TicketName id = doubted("tour.json");
        runs.add(new Row("shadow", Optional.of("camel-nextmv ticket " + id), Optional.of(clock.instant()),
                Optional.of("shadow-test-3")));

        assertThat(concluded(id).state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void aRunOfTheExperimentThatItWasToBeAttachedToIsAdoptedAndItsShadowIsNot() {
        RunSpec attached = new RunSpec(null, null, null, Optional.of("batch-7"), null, null, null, null, null, null, null, null,
                null, null, null, null);
        TicketName id = doubted("tour.json", "app", attached);
        runs.add(new Row("shadow", Optional.of("camel-nextmv ticket " + id), Optional.of(clock.instant()),
                Optional.of("shadow-test-3")));
        runs.add(new Row("ours", Optional.of("camel-nextmv ticket " + id), Optional.of(clock.instant()),
                Optional.of("batch-7")));

        assertThat(concluded(id).runId()).contains("ours");
    }

    @ParameterizedTest
    @ValueSource(ints = {-300, 300})
    void timesAreComparedByTheClockOfTheService(int seconds) {
        serviceIsAhead = Duration.ofSeconds(seconds);
        othersStart(2000, Duration.ofMillis(500));
        TicketName id = doubted("tour.json");
        start("camel-nextmv ticket " + id, clock.instant().plus(serviceIsAhead));
        clock.turn(Duration.ofSeconds(100));
        othersStart(400, Duration.ofMillis(250));

        assertThat(concluded(id).runId()).isPresent();
        assertThat(asked).isLessThan(12);
    }

    @Test
    void withoutATimeOfTheServiceARunThatWasKnownBeforeShowsThatTheListReachesBack() {
        tellsTheTime = false;
        othersStart(300, Duration.ofSeconds(1));
        Ticket earlier = tickets.read(doubted("earlier.json")).submitted("run-299", clock.instant().minusSeconds(1), A_DAY);
        inDoubt.forget(earlier.id());
        inDoubt.know(earlier);
        TicketName id = doubted("tour.json");

        assertThat(concluded(id).state()).isEqualTo(State.CLAIMED);
        assertThat(asked).as("one page a look").isEqualTo(4);
    }

    @Test
    void withoutATimeOfTheServiceTheListIsReadToItsEnd() {
        tellsTheTime = false;
        othersStart(300, Duration.ofSeconds(1));

        assertThat(concluded(doubted("tour.json")).state()).isEqualTo(State.CLAIMED);
        assertThat(asked).as("six pages a look").isEqualTo(24);
    }

    @Test
    void aServiceWithoutPagesIsBelievedWhileItsListsHangTogether() {
        pages = false;
        othersStart(60, Duration.ofSeconds(1));
        TicketName id = doubted("tour.json");

        // The first list reaches back; of the others each only to the one before.
        Ticket ticket = concluded(id, this::page, () -> othersStart(30, Duration.ofMillis(10)));

        assertThat(ticket.state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void aServiceWithoutPagesWhoseListsDoNotHangTogetherLeavesItInDoubtAndItIsNotRunAgain() {
        pages = false;
        TicketName id = doubted("tour.json");
        othersStart(60, Duration.ofMillis(1));

        Ticket ticket = concluded(id, this::page, () -> othersStart(60, Duration.ofMillis(10)));

        assertThat(ticket.ending().orElseThrow().status()).isEqualTo("in_doubt");
        assertThat(ticket.ending().orElseThrow().whatToDo()).contains(id.text());
    }

    @Test
    void aListThatGoesRoundInCirclesEnds() {
        TicketName id = doubted("tour.json");
        othersStart(150, Duration.ofMillis(1));

        Ticket ticket = concluded(id, token -> new RunList(runs.subList(0, 50), Optional.of("7")), () -> { });

        assertThat(ticket.ending().orElseThrow().status()).isEqualTo("in_doubt");
    }

    @Test
    void aListWhoseTokensNeverEndEnds() {
        TicketName id = doubted("tour.json");
        othersStart(150, Duration.ofMillis(1));
        int[] token = new int[1];

        Ticket ticket = concluded(id, from -> new RunList(runs.subList(0, 50), Optional.of("" + token[0]++)), () -> { });

        assertThat(ticket.ending().orElseThrow().status()).isEqualTo("in_doubt");
    }

    @Test
    void allThatAreInDoubtOfOneApplicationShareALook() {
        othersStart(10, Duration.ofSeconds(10));
        List<TicketName> ids = List.of(doubted("a.json"), doubted("b.json"), doubted("c.json"));
        start("camel-nextmv ticket " + ids.get(2), clock.instant());

        look(ids.get(0));
        assertThat(inDoubt.mustLook(ids.get(1))).isFalse();
        assertThat(inDoubt.mustLook(ids.get(2))).isFalse();

        assertThat(asked).isEqualTo(1);
        assertThat(inDoubt.conclude(ids.get(2)).state()).isEqualTo(State.SUBMITTED);
        assertThatThrownBy(() -> inDoubt.conclude(ids.get(1))).isInstanceOf(NotYet.class);
    }

    @Test
    void aLookOfOneApplicationThatHangsDoesNotHoldUpThatOfAnother() {
        TicketName hanging = doubted("a.json", "bad");
        TicketName other = doubted("b.json", "good");
        assertThat(inDoubt.mustLook(hanging)).isTrue();

        assertThatThrownBy(() -> inDoubt.mustLook(doubted("c.json", "bad"))).isInstanceOf(NotYet.class);
        assertThat(concluded(other).state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void aPageThatDoesNotComeIsAskedForAgainAndNotTheWholeList() throws Exception {
        othersStart(200, Duration.ofMillis(1));
        TicketName id = doubted("tour.json");
        TicketName second = doubted("second.json");
        assertThat(inDoubt.mustLook(id)).isTrue();
        inDoubt.page(id, RunList.empty(), date());
        inDoubt.page(id, page(Optional.empty()), date());
        Fault fault = new Fault(Kind.SERVICE, 503, "rain", Optional.empty());

        assertThatThrownBy(() -> inDoubt.look(id).notCome(fault)).isSameAs(fault);
        assertThatThrownBy(() -> inDoubt.mustLook(second)).isInstanceOf(NotYet.class);
        clock.turn(Duration.ofSeconds(2));

        assertThat(inDoubt.mustLook(second)).isTrue();
        assertThat(inDoubt.look(second).next().path()).endsWith("?pagetoken=50");
    }

    @Test
    void aPageThatHangsIsAskedForByWhoeverComesNextAndTheLateAnswerIsNotTakenForTheNextPage() {
        othersStart(200, Duration.ofMillis(1));
        TicketName id = doubted("tour.json");
        TicketName second = doubted("second.json");
        assertThat(inDoubt.mustLook(id)).isTrue();
        inDoubt.page(id, RunList.empty(), date());
        assertThatThrownBy(() -> inDoubt.mustLook(second)).isInstanceOf(NotYet.class);
        clock.turn(Duration.ofSeconds(6));

        assertThat(inDoubt.mustLook(second)).isTrue();
        inDoubt.page(id, page(Optional.empty()), date());
        assertThat(inDoubt.look(second).next().path()).as("still the first page").doesNotContain("?");
        inDoubt.page(second, page(Optional.empty()), date());
        assertThat(inDoubt.look(second).next().path()).endsWith("?pagetoken=50");
    }

    @Test
    void whoIsWokenTooEarlyIsNotLookedForEarlier() {
        TicketName id = doubted("tour.json");
        look(id);
        assertThatThrownBy(() -> inDoubt.conclude(id)).isInstanceOf(NotYet.class);

        assertThatThrownBy(() -> inDoubt.mustLook(id)).isInstanceOf(NotYet.class);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aVisitorsDoubtIsConcludedByTheClockOfTheServiceWhateverTheClocksOfGatewaysSay() throws IOException {
        othersStart(80, Duration.ofMinutes(1));
        TicketName id = visitor();
        look(id);
        assertThatThrownBy(() -> inDoubt.conclude(id)).isInstanceOf(NotYet.class);

        // Another gateway, whose clock is an hour ahead; it is handed out too early.
        inDoubt = gateway();
        clock.turn(Duration.ofHours(1));
        serviceIsAhead = Duration.ofHours(-1).plusSeconds(2);
        look(id);
        assertThatThrownBy(() -> inDoubt.conclude(id)).isInstanceOfSatisfying(NotYet.class,
                again -> assertThat(again.delay()).isGreaterThanOrEqualTo(DELAY.multipliedBy(5)));

        inDoubt = gateway();
        serviceIsAhead = Duration.ofHours(-1).plusSeconds(9);
        look(id);
        assertThat(inDoubt.conclude(id).state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void aVisitorIsCarriedForALookTwiceAndNotMore() throws IOException {
        othersStart(80, Duration.ofMinutes(1));
        TicketName id = visitor();
        look(id);

        assertThatThrownBy(() -> inDoubt.conclude(id)).isInstanceOfSatisfying(NotYet.class, again -> {
            assertThat(again.delay()).isGreaterThan(DELAY.multipliedBy(7));
            clock.turn(again.delay());
        });
        look(id);
        assertThat(inDoubt.conclude(id).state()).isEqualTo(State.CLAIMED);
    }

    private TicketName visitor() throws IOException {
        TicketName id = doubted("tour.json");
        Ticket ticket = tickets.read(id);
        inDoubt.forget(id);
        tickets.visits().begin(id);
        Files.createDirectories(tickets.folder(id).path());
        tickets.write(ticket);
        return id;
    }

    @Test
    void anInputThatTheServiceFailsAtIsGivenUpWhenItHasFailedForLongEnoughWhileOthersGotThrough() {
        TicketName id = doubted("bad.json");
        slots.taken(new TicketName("another"), "app");
        tickets.notes().note(id, new Attempts(9, Optional.of(clock.instant()), 60_001, true, "the service answered 500 (oops)"));

        Ticket ticket = concluded(id);

        assertThat(ticket.ending().orElseThrow().status()).isEqualTo("given_up");
        assertThat(ticket.ending().orElseThrow().answer()).contains("the service answered 500 (oops)");
    }

    @Test
    void anInputWhoseTimeIsUpIsAdoptedAllTheSameWhenItsLastRequestHasStartedARun() {
        TicketName id = doubted("bad.json");
        tickets.notes().note(id, new Attempts(9, Optional.of(clock.instant()), 60_001, true, "the service answered 500 (oops)"));
        start("camel-nextmv ticket " + id, clock.instant());

        assertThat(concluded(id).state()).isEqualTo(State.SUBMITTED);
    }

    @Test
    void whatALookHasSeenIsForgottenWhenNobodyIsInDoubt() {
        othersStart(2000, Duration.ofMillis(1));
        TicketName id = doubted("tour.json");

        concluded(id);

        assertThat(Remembered.by(inDoubt)).isLessThan(100);
    }

    @Test
    void ofApplicationsOfAllNamesOnlySoManyAreRemembered() {
        Looks looks = new Looks(tickets, new KnownRuns(), new Backoff(DELAY, 2, DELAY), DELAY, clock, this::nanos);
        Ticket ticket = tickets.read(doubted("tour.json"));
        for (int i = 0; i < 3000; i++) {
            Ticket other = new Inbox(home, "app-" + i, Optional.empty(), RunSpec.NONE).again(ticket);
            looks.add(other);
            looks.mustBeMadeBy(other.id());
            looks.forget(other.id());
        }

        assertThat(Remembered.by(looks)).isLessThan(3000);
    }

    @Test
    void ofRunsOfAllApplicationsOnlySoManyAreRemembered() {
        KnownRuns known = new KnownRuns();
        Ticket ticket = tickets.read(doubted("tour.json"));
        for (int i = 0; i < 3000; i++) {
            known.add(new Inbox(home, "app-" + i, Optional.empty(), RunSpec.NONE).again(ticket)
                    .submitting(clock.instant()).submitted("run-" + i, clock.instant(), A_DAY));
        }

        assertThat(known.newest("app-2999")).contains("run-2999");
        assertThat(known.newest("app-0")).isEmpty();
    }
}
