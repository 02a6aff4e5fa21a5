package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.proof.ModelledGateway.Death;
import io.camelnextmv.proof.ModelledGateway.Trouble;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Tag;

/** Any interleaving of steps, deaths, restarts, lost answers, late requests and lagging lists. */
@Tag("proof")
class TicketLifeTest {

    /** What happens next. */
    private enum What {
        DROP, STEP, RUNS_END, TIME_PASSES, DEATH, OTHERS_START_RUNS
    }

    /** An event; the number says which ticket, how long, how many. */
    record Event(What what, int number, Trouble trouble) {
    }

    @Provide
    Arbitrary<List<Event>> lives() {
        return events(Arbitraries.frequency(Tuple.of(3, What.DROP), Tuple.of(20, What.STEP),
                Tuple.of(2, What.RUNS_END), Tuple.of(1, What.TIME_PASSES),
                Tuple.of(2, What.DEATH)));
    }

    @Provide
    Arbitrary<List<Event>> busyLives() {
        return events(Arbitraries.frequency(Tuple.of(3, What.DROP), Tuple.of(20, What.STEP),
                Tuple.of(2, What.RUNS_END), Tuple.of(2, What.DEATH),
                Tuple.of(3, What.OTHERS_START_RUNS)));
    }

    private static Arbitrary<List<Event>> events(Arbitrary<What> what) {
        Arbitrary<Trouble> trouble = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(Trouble.NONE)),
                Tuple.of(2, Arbitraries.of(Trouble.class)));
        return Combinators.combine(what, Arbitraries.integers().between(0, 39), trouble).as(Event::new).list()
                .ofMinSize(5).ofMaxSize(60);
    }

    @Property(tries = 150)
    void everyInputIsDeliveredOnceAndHasStartedOneRun(@ForAll("lives") List<Event> events,
            @ForAll("lags") Duration gracePeriod) throws Exception {
        live(events, gracePeriod);
    }

    @Property(tries = 75)
    void howeverManyOthersStartMeanwhile(@ForAll("busyLives") List<Event> events,
            @ForAll("lags") Duration gracePeriod) throws Exception {
        live(events, gracePeriod);
    }

    @Provide
    Arbitrary<Duration> lags() {
        return Arbitraries.integers().between(0, 3).map(Duration::ofSeconds);
    }

    private static void live(List<Event> events, Duration gracePeriod) throws Exception {
        Path home = Files.createTempDirectory("nextmv-life-");
        try {
            ModelledGateway.makeFolders(home);
            MovableClock clock = new MovableClock();
            ModelledCloud cloud = new ModelledCloud(clock, gracePeriod);
            ModelledGateway gateway = new ModelledGateway(home, clock, cloud);
            int dropped = 0;
            for (Event event : events) {
                try {
                    switch (event.what()) {
                        // Some names come again and again.
                        case DROP -> {
                            Path file = home.resolve("inbox").resolve("tour" + event.number() % 3 + ".json");
                            gateway.claim(Files.writeString(file, "{\"n\":" + dropped++ + "}"));
                        }
                        case STEP -> gateway.step(event.number(), event.trouble());
                        case RUNS_END -> cloud.endAll();
                        case TIME_PASSES -> clock.turn(Duration.ofSeconds(event.number()));
                        case OTHERS_START_RUNS -> cloud.startOthers(event.number());
                        default -> throw new Death();
                    }
                } catch (Death death) {
                    gateway.die();
                    gateway = new ModelledGateway(home, clock, cloud);
                }
            }
            for (int i = 0; !gateway.isIdle(); i++) {
                assertThat(i).as("steps until everything is delivered").isLessThan(5000);
                gateway.step(i, Trouble.NONE);
                cloud.endAll();
            }
            count(home, cloud, dropped);
            gateway.die();
        } finally {
            FileTree.delete(home);
        }
    }

    private static void count(Path home, ModelledCloud cloud, int dropped) throws IOException {
        List<Path> archived = Scene.list(home.resolve("archive"));
        int outputs = 0;
        int errors = 0;
        int canceled = 0;
        for (Path folder : archived) {
            Ticket ticket = ModelledGateway.MAPPER.readValue(folder.resolve("ticket.json").toFile(), Ticket.class);
            List<String> runs = cloud.marked(ticket.id().text());
            assertThat(runs).as("the runs of %s", ticket).containsExactly(ticket.runId().orElseThrow());
            assertThat(cloud.status(runs.get(0))).isEqualTo(ticket.ending().orElseThrow().status());
            Destination destination = ticket.ending().orElseThrow().destination();
            String name = ticket.deliveredAs().orElseThrow() + ".json";
            switch (destination) {
                case OUTPUT -> {
                    assertThat(Files.readString(home.resolve("outbox").resolve(name)))
                            .isEqualTo(ModelledCloud.output(runs.get(0)));
                    outputs++;
                }
                case ERROR -> errors++;
                default -> canceled++;
            }
        }
        assertThat(archived).hasSize(dropped);
        assertThat(Scene.list(home.resolve("outbox"))).hasSize(outputs);
        assertThat(Scene.list(home.resolve("errors"))).hasSize(2 * errors);
        assertThat(Scene.list(home.resolve("canceled"))).hasSize(2 * canceled);
        assertThat(Scene.list(home.resolve("work")).stream().filter(Files::isDirectory)).isEmpty();
    }
}
