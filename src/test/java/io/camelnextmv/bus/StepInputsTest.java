package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which steps an input goes along with, and what is said where it is not there any more. */
class StepInputsTest {
    private static final TicketName NAME = new TicketName("abc");
    private static final int MANY = 12;
    /** Faults, until a server is not asked any more. */
    private static final int MOST = 5;
    private static final CamelContext CONTEXT = new DefaultCamelContext();
    @TempDir
    private Path home;
    private final MovableClock clock = new MovableClock();
    private final ObjectMapper mapper = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
            .build();
    private final Apart apart = new Apart();
    private int opened;
    private boolean comesBack;
    private TicketStore tickets;
    private StepInputs inputs;

    /** Holds in memory what waits apart. */
    private static final class Apart implements WaitingQueue {
        private final Map<TicketName, byte[]> held = new HashMap<>();

        @Override
        public int deliveries(Message message) {
            return 1;
        }

        @Override
        public Optional<Instant> sentAt(Message message) {
            return Optional.empty();
        }

        @Override
        public int priority(Message message) {
            return 0;
        }

        @Override
        public void hold(Message message, int priority, Optional<Instant> due) {
            // It waits in no broker.
        }

        @Override
        public boolean setApart(TicketName ticket, Path input) {
            try {
                held.put(ticket, Files.readAllBytes(input));
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean takeBack(TicketName ticket, Path file) {
            try {
                if (held.containsKey(ticket)) {
                    Files.write(file, held.remove(ticket));
                    return true;
                }
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void aTicketThatVisits() throws Exception {
        tickets = new TicketStore(Files.createDirectories(home.resolve("work")),
                Files.createDirectories(home.resolve("archive")), Durability.OS, mapper, clock);
        inputs = new StepInputs(tickets, new StepInputs.Elsewhere(this::open, MOST, ticket -> comesBack), apart, clock);
        tickets.visits().begin(NAME);
    }

    @AfterEach
    void itLeaves() {
        tickets.visits().end(tickets.visits().open(NAME));
    }

    private Ticket in(State state) {
        return in(state, RunPlan.NONE);
    }

    private Ticket in(State state, RunPlan plan) {
        Ticket claimed = Ticket.claimed(NAME, "a.json", "app", Optional.empty(), plan, clock.instant());
        Ticket ticket = switch (state) {
            case CLAIMED -> claimed;
            case SUBMITTING -> claimed.submitting(clock.instant());
            case SUBMITTED -> claimed.submitting(clock.instant()).submitted("run-1", clock.instant(), Duration.ofHours(1));
            default -> claimed.ended(Endings.failed(Optional.of("it had to."), clock.instant(), 3));
        };
        return tickets.write(ticket);
    }

    private static Message message(byte[] body) {
        Message message = new DefaultExchange(CONTEXT).getMessage();
        message.setBody(body);
        return message;
    }

    private static byte[] large() {
        return "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"LOOK_UP", "CHECK"})
    void whatIsLargeWaitsApartForStepsThatOnlyAsk(Step step) throws Exception {
        Ticket ticket = in(State.SUBMITTED);
        inputs.unpack(ticket, new Visit(NAME, Step.SUBMIT, 0, 0, false), Step.SUBMIT, message(large()));

        Message next = message(new byte[0]);
        inputs.pack(ticket, new Visit(NAME, step, 0, 0, false), next);

        assertThat(next.getBody(byte[].class)).isEmpty();
        assertThat(next.getHeader("NextmvInputApart")).isEqualTo(true);
        assertThat(apart.held.get(NAME)).isEqualTo(large());
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PREPARE", "SUBMIT", "DELIVER"})
    void whatIsLargeGoesAlongWhereItIsNeeded(Step step) throws Exception {
        Ticket ticket = in(State.CLAIMED);
        inputs.unpack(ticket, new Visit(NAME, Step.PREPARE, 0, 0, false), Step.PREPARE, message(large()));

        Message next = message(new byte[0]);
        inputs.pack(ticket, new Visit(NAME, step, 0, 0, false), next);

        assertThat(next.getBody()).isInstanceOf(File.class);
        assertThat(next.getHeader("NextmvInputApart")).isNull();
        assertThat(apart.held).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PREPARE", "SUBMIT", "LOOK_UP", "CHECK", "DELIVER"})
    void whatIsSmallGoesAlongEverywhere(Step step) throws Exception {
        Ticket ticket = in(State.CLAIMED);
        byte[] small = "{}".getBytes(StandardCharsets.UTF_8);
        inputs.unpack(ticket, new Visit(NAME, Step.PREPARE, 0, 0, false), Step.PREPARE, message(small));

        Message next = message(new byte[0]);
        inputs.pack(ticket, new Visit(NAME, step, 0, 0, false), next);

        assertThat(next.getBody()).isEqualTo(small);
        assertThat(apart.held).isEmpty();
    }

    @Test
    void whatWaitsApartStaysThereUntilItIsNeededAndThenIsTheOneThatWasSet() throws Exception {
        Ticket ticket = in(State.SUBMITTED);
        apart.held.put(NAME, large());
        Visit check = new Visit(NAME, Step.CHECK, 0, 0, true);

        inputs.unpack(ticket, check, Step.CHECK, message(new byte[0]));
        Message next = message(new byte[0]);
        inputs.pack(ticket, check, next);

        assertThat(apart.held).as("a check leaves it there").containsKey(NAME);
        assertThat(next.getHeader("NextmvInputApart")).isEqualTo(true);

        inputs.unpack(ticket, new Visit(NAME, Step.DELIVER, 0, 0, true), Step.DELIVER, message(new byte[0]));

        assertThat(apart.held).isEmpty();
        assertThat(tickets.input(ticket)).hasBinaryContent(large());
    }

    @Test
    void whatIsNotHandedOutAtTheMomentIsWaitedFor() {
        Ticket ticket = in(State.ENDED);

        for (int faults = 0; faults < MANY; faults++) {
            Visit visit = new Visit(NAME, Step.DELIVER, 0, faults, true);
            assertThatThrownBy(() -> inputs.unpack(ticket, visit, Step.DELIVER, message(new byte[0])))
                    .isInstanceOf(Fault.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"ENDED, failed, The run failed: it had to.",
        "CLAIMED, rejected, The message that held the input is in the broker no more."})
    void anInputThatSomebodyHasRemovedKeepsNoReportBack(State state, String status, String error) throws Exception {
        Ticket ticket = in(state);

        Ticket without = inputs.unpack(ticket, new Visit(NAME, Step.DELIVER, 0, MANY, true), Step.DELIVER,
                message(new byte[0]));

        Ending ending = without.ending().orElseThrow();
        assertThat(ending.status()).isEqualTo(status);
        assertThat(ending.error()).isEqualTo(error);
        assertThat(ending.error() + ending.whatToDo()).contains("in the broker no more");
        assertThat(tickets.read(NAME)).isEqualTo(without);
        assertThat(tickets.visits().open(NAME).held()).contains(new byte[0]);
    }

    /** A server that fails for ever. */
    private InputStream open(String where) {
        opened++;
        throw new Fault(Kind.NOT_SENT, 0, "the input at " + where + " cannot be fetched: its server answers 503", Optional.empty());
    }

    /** Of a message that only points to its input. */
    static RunPlan pointing() {
        MessageOrigin origin = new MessageOrigin(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of("https://files.example.com/a.json"), Optional.empty(), Optional.empty(), Optional.empty());
        return new RunPlan(Optional.empty(), RunSpec.NONE, Optional.empty(), Optional.empty(), Map.of(), Optional.of(origin),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(value = Step.class, names = {"PREPARE", "SUBMIT"})
    void aServerThatFailsForEverEndsWhatPointsToItAndTheReportSaysSo(Step step) throws Exception {
        Ticket ticket = in(State.CLAIMED, pointing());
        for (int faults = 0; faults < MOST; faults++) {
            Visit visit = new Visit(NAME, step, 0, faults, false);
            assertThatThrownBy(() -> inputs.unpack(ticket, visit, step, message(new byte[0]))).isInstanceOf(Fault.class);
        }

        Ticket ended = inputs.unpack(ticket, new Visit(NAME, step, 0, MOST, false), step, message(new byte[0]));

        assertThat(ended.ending().orElseThrow().status()).isEqualTo("rejected");
        assertThat(ended.ending().orElseThrow().error()).contains("nextmv.retry.give-up", "its server answers 503");
        assertThat(tickets.read(NAME)).isEqualTo(ended);
    }

    @Test
    void theAnswerToAMessageThatOnlyPointedNeedsNotWhatItPointedTo() throws Exception {
        Ticket ticket = in(State.ENDED, pointing());

        Ticket same = inputs.unpack(ticket, new Visit(NAME, Step.DELIVER, 0, 0, false), Step.DELIVER, message(new byte[0]));

        assertThat(same).isEqualTo(ticket);
        assertThat(opened).isZero();
    }

    @Test
    void whereItGoesToAFolderItIsFetchedAndTheReportGoesAloneWhenItsServerFailsForEver() throws Exception {
        comesBack = true;
        Ticket ticket = in(State.ENDED, pointing());
        assertThatThrownBy(() -> inputs.unpack(ticket, new Visit(NAME, Step.DELIVER, 0, MOST - 1, false), Step.DELIVER,
                message(new byte[0]))).isInstanceOf(Fault.class);

        Ticket same = inputs.unpack(ticket, new Visit(NAME, Step.DELIVER, 0, MOST, false), Step.DELIVER, message(new byte[0]));

        assertThat(same).isEqualTo(ticket);
        assertThat(tickets.input(ticket)).as("an empty file would be taken for it").doesNotExist();
    }

    /** A service that was away for an hour, or a disk that was full, says nothing of where the input lies. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverElseTheStepHasMetItsInputIsAskedForAsOftenAsAnyOther(boolean apart) throws Exception {
        in(State.CLAIMED, apart ? RunPlan.NONE : pointing());
        Ticket ticket = tickets.read(NAME);

        assertThatThrownBy(() -> inputs.unpack(ticket, new Visit(NAME, Step.SUBMIT, 1000, 0, apart), Step.SUBMIT,
                message(new byte[0]))).isInstanceOf(Fault.class);
        assertThat(tickets.read(NAME)).isEqualTo(ticket);
    }
}
