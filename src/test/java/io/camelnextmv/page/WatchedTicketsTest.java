package io.camelnextmv.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With ten thousand on their way the page is told as little as with a hundred, and what it is told is right. */
class WatchedTicketsTest {
    private static final int MANY = 10_000;
    private final MovableClock clock = new MovableClock();
    private final Instant start = clock.instant();
    private final Set<TicketName> inFlight = new HashSet<>();
    private final WatchedTickets watched = new WatchedTickets(() -> inFlight, inFlight::size,
            new ConsolePages("https://console.example", Map.of()), clock);

    private static TicketName name(int number) {
        return new TicketName("t-" + number);
    }

    private Ticket claimed(int number) {
        return Ticket.claimed(name(number), "input-" + number + ".json", "routing", Optional.empty(), RunPlan.NONE,
                start.plusSeconds(number));
    }

    /** The later it is submitted the sooner its deadline is. */
    private Ticket submitted(int number) {
        return claimed(number).submitting(start.plusSeconds(number)).submitted("run-" + number, start.plusSeconds(number),
                Duration.ofDays(1).minusSeconds(2L * number));
    }

    private Ticket delivered(int number) {
        return submitted(number).ended(Ending.succeeded(clock.instant(), 1, 10, Optional.empty()))
                .deliveredAs("input-" + number).delivered();
    }

    @BeforeEach
    void manyAreOnTheirWay() {
        for (int i = 0; i < MANY; i++) {
            inFlight.add(name(i));
            watched.seen(i % 10 == 0 ? claimed(i) : submitted(i));
            watched.noted(name(i), new Progress(1, Optional.of(i % 10 < 4 ? "queued" : "running"), Optional.of(start),
                    Optional.of(start.plusSeconds(MANY - i)), Optional.empty()));
        }
    }

    private PageState.OnTheWay asked(String... says) {
        Message request = new DefaultMessage(new DefaultCamelContext());
        for (String one : says) {
            request.setHeader(one.split("=")[0], one.split("=")[1]);
        }
        return watched.onTheWay(Question.of(request));
    }

    private List<String> files(String... says) {
        return asked(says).rows().stream().map(InFlightRow::file).toList();
    }

    @Test
    void allAreCountedAndAHundredAreShown() throws Exception {
        PageState.OnTheWay all = asked();

        assertThat(all.count()).isEqualTo(MANY);
        assertThat(all.matching()).isEqualTo(MANY);
        assertThat(all.steps()).containsOnly(Map.entry("to be submitted", 1000L), Map.entry("waiting", 9000L));
        assertThat(all.statuses()).containsOnly(Map.entry("queued", 3000L), Map.entry("running", 6000L));
        assertThat(all.rows()).hasSize(Question.LEAST).extracting(InFlightRow::file).startsWith("input-0.json", "input-1.json");
        assertThat(new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule()).writeValueAsBytes(all))
                .as("bytes that a browser gets each time").hasSizeLessThan(50_000);
    }

    @Test
    void theyAreFilteredAndSortedHereAndMoreAreShownOnDemandWithinBounds() {
        assertThat(asked("filter=RUN-77").matching()).as("run-77, run-770 to 779, run-7700 to 7799; each tenth has no run yet")
                .isEqualTo(1 + 9 + 90);
        assertThat(files("filter=input-4321.json")).containsExactly("input-4321.json");
        assertThat(asked("filter=queued").matching()).isEqualTo(3000);
        assertThat(asked("filter=to be submitted").matching()).isEqualTo(1000);
        assertThat(asked("filter=nothing of that kind").rows()).isEmpty();
        assertThat(files("sort=deadline")).startsWith("input-9999.json", "input-9998.json");
        assertThat(files("sort=next", "down=true").get(0)).as("what has no next look").isEqualTo("input-0.json");
        assertThat(files("sort=since", "down=true")).startsWith("input-9999.json");
        assertThat(files("sort=file")).startsWith("input-0.json", "input-1.json", "input-10.json", "input-100.json");
        assertThat(files("sort=no order")).startsWith("input-0.json");
        assertThat(asked("rows=300").rows()).hasSize(300);
        for (String odd : List.of("rows=1000000", "rows=999999", "rows=501")) {
            assertThat(asked(odd).rows()).hasSizeLessThanOrEqualTo(Question.MOST);
        }
        for (String odd : List.of("rows=-1", "rows=0", "rows=x", "rows=99999999999999")) {
            assertThat(asked(odd).rows()).hasSize(Question.LEAST);
        }
    }

    @Test
    void whatHasGoneInWhateverWayIsForgotten() {
        for (int i = 0; i < 5000; i++) {
            watched.delivered(delivered(i), "outbox/input-" + i + ".json");
            watched.seen(delivered(i));
            inFlight.remove(name(i));
        }
        inFlight.remove(name(9000));

        assertThat(watched.isOnItsWay(name(9000))).as("also before somebody looks").isFalse();
        assertThat(asked().count()).isEqualTo(4999);
        assertThat(asked("filter=input-9000.json").matching()).isZero();
        assertThat(watched.isOnItsWay(name(9000))).isFalse();
        assertThat(watched.count()).isEqualTo(5000);
        assertThat(watched.delivered()).hasSize(WatchedTickets.KEPT);
        assertThat(watched.delivered().get(0).file()).isEqualTo("input-4999.json");
    }

    @Test
    void whereNobodyLooksWhatHasGoneIsForgottenToo() {
        inFlight.clear();
        inFlight.add(name(0));
        watched.seen(submitted(1));

        assertThat(watched.isOnItsWay(name(5))).isFalse();
    }

    @Test
    void aMinuteIsForgottenAfterAnHourAndItsMedianIsThatOfItsRuns() {
        for (int i = 0; i < 1000; i++) {
            clock.turn(start.plusSeconds(i).isAfter(clock.instant()) ? Duration.between(clock.instant(), start.plusSeconds(i + 7))
                    : Duration.ZERO);
            watched.delivered(delivered(i), "outbox");
        }
        List<Minutes.Point> minutes = watched.minutes();

        assertThat(minutes).hasSize(Minutes.SHOWN);
        assertThat(minutes.stream().mapToInt(Minutes.Point::outputs).sum()).isEqualTo(1000);
        assertThat(minutes).filteredOn(minute -> minute.outputs() > 0).allSatisfy(minute -> {
            assertThat(minute.median()).isBetween(0L, 7000L);
            assertThat(minute.slowest()).isBetween(minute.median(), 7000L);
        });
        clock.turn(Duration.ofMinutes(60));
        assertThat(watched.minutes()).allSatisfy(minute -> assertThat(minute.outputs()).isZero());
        clock.turn(Duration.ofDays(-1));
        assertThat(watched.minutes()).as("a clock that was set back").hasSize(Minutes.SHOWN);
    }
}
