package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with a message whose request may or may not have been sent. */
class BrokerStepTest {
    private static final TicketName NAME = new TicketName("abc");
    private static final Backoff DELAYS = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));
    @TempDir
    private Path home;
    private final MovableClock clock = new MovableClock();
    private final ObjectMapper mapper = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
            .build();
    private TicketStore tickets;
    private BrokerStep brokerStep;

    @BeforeEach
    void aBrokerStep() throws Exception {
        tickets = new TicketStore(Files.createDirectories(home.resolve("work")),
                Files.createDirectories(home.resolve("archive")), Durability.OS, mapper, clock);
        WaitingQueue queue = WaitingQueue.of(new DefaultCamelContext());
        StepInputs inputs = new StepInputs(tickets, new StepInputs.Elsewhere(where -> {
            throw new Fault(Fault.Kind.NOT_SENT, 0, "its server answers 503", Optional.empty());
        }, 100, any -> false), queue, clock);
        brokerStep = new BrokerStep(tickets, new TicketMessages(tickets, inputs, queue, mapper, clock), inputs,
                new InterruptedSteps(tickets, queue, clock), new NextSteps(new RedeliveryDelay(DELAYS, new Faults(null, mapper, clock),
                        new AtomicBoolean(), null, null), Duration.ofSeconds(1), ticket -> true, Duration.ofMillis(10)),
                ticket -> { });
    }

    private Exchange submission(int priority, Duration age, int deliveries) throws Exception {
        Ticket ticket = Ticket.claimed(NAME, "a.json", "app", Optional.empty(), RunPlan.NONE, clock.instant());
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setHeaders(new java.util.HashMap<>(Map.of("NextmvTicket", "abc", "NextmvStep", "SUBMIT",
                "NextmvBaggage", mapper.writeValueAsString(Map.of("ticket.json", mapper.writeValueAsString(ticket))),
                "JMSPriority", priority, "JMSXDeliveryCount", deliveries,
                "JMSTimestamp", clock.instant().minus(age).toEpochMilli())));
        exchange.getMessage().setBody("{}".getBytes(StandardCharsets.UTF_8));
        return exchange;
    }

    @ParameterizedTest
    @CsvSource({"4, 59", "6, 59", "6, 3600"})
    void whatIsNewOrWasSentAnewIsSubmitted(int priority, int seconds) throws Exception {
        Exchange exchange = submission(priority, Duration.ofSeconds(seconds), 1);

        brokerStep.arrive(exchange);

        assertThat(exchange.getProperty(Slots.STEP)).isEqualTo("SUBMIT");
        assertThat(tickets.read(NAME).state()).isEqualTo(State.CLAIMED);
    }

    @Test
    void whatStoodInLineForLongIsSentAnewFirstSoThatItsTimeIsThatOfItsRequest() throws Exception {
        Exchange exchange = submission(4, Duration.ofSeconds(61), 1);

        assertThatThrownBy(() -> brokerStep.arrive(exchange)).isInstanceOfSatisfying(NotYet.class,
                again -> assertThat(again.delay()).isZero());

        assertThat(tickets.read(NAME).state()).as("nothing was sent").isEqualTo(State.CLAIMED);
    }

    @ParameterizedTest
    @CsvSource({"1", "20", "2000"})
    void whatALaterVersionHasPackedStaysInTheBrokerForItHoweverOftenItComesHere(int deliveries) throws Exception {
        Exchange exchange = submission(6, Duration.ofSeconds(1), deliveries);
        exchange.getMessage().setHeader("NextmvBaggage", exchange.getMessage().getHeader("NextmvBaggage", String.class)
                .replace("format\\\":1", "format\\\":2"));

        assertThatThrownBy(() -> brokerStep.arrive(exchange)).isNotInstanceOf(NoTicket.class)
                .hasRootCauseInstanceOf(TicketOfLaterVersion.class);
    }

    @ParameterizedTest
    @CsvSource({"4, 1", "4, 3600", "6, 1", "6, 3600"})
    void whatWasBegunBeforeIsInDoubtHoweverOldItIs(int priority, int seconds) throws Exception {
        Exchange exchange = submission(priority, Duration.ofSeconds(seconds), 2);

        brokerStep.arrive(exchange);

        assertThat(exchange.getProperty(Slots.STEP)).isEqualTo("LOOK_UP");
        assertThat(tickets.read(NAME).state()).isEqualTo(State.SUBMITTING);
        assertThat(tickets.read(NAME).submittingAt()).contains(
                clock.instant().minusSeconds(seconds).truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
    }

    private Exchange check(int deliveries) throws Exception {
        Ticket ticket = Ticket.claimed(NAME, "a.json", "app", Optional.empty(), RunPlan.NONE, clock.instant())
                .submitting(clock.instant()).submitted("run-1", clock.instant(), Duration.ofHours(1));
        Exchange exchange = submission(6, Duration.ofSeconds(1), deliveries);
        exchange.getMessage().setHeader("NextmvStep", "CHECK");
        exchange.getMessage().setHeader("NextmvBaggage",
                mapper.writeValueAsString(Map.of("ticket.json", mapper.writeValueAsString(ticket))));
        return exchange;
    }

    private static UncheckedIOException full() {
        return new UncheckedIOException(new IOException("No space left on device"));
    }

    @ParameterizedTest
    @CsvSource({"1", "20"})
    void whatOurDiskRefusesIsMadeAgainByAMessageOfItsOwnThatWasNotGivenBackOnce(int deliveries) throws Exception {
        Exchange exchange = check(deliveries);
        brokerStep.arrive(exchange);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, full());

        brokerStep.again(exchange);

        assertThat(exchange.getMessage().getHeaders()).containsEntry("NextmvStep", "CHECK").containsEntry("NextmvFaults", 1)
                .containsEntry("NextmvUnfetched", 0)
                .containsEntry("NextmvRunId", "run-1");
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereItsInputDoesNotGetToTheDiskItIsHeldUntilThereIsRoomAndGivenBackAsItIs(boolean stop) throws Exception {
        Exchange exchange = check(1);
        exchange.getMessage().setBody(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("No space left on device");
            }
        });
        Throwable met = catchThrowable(() -> brokerStep.arrive(exchange));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, met);
        Path work = home.resolve("work");
        Path aside = Files.move(work, home.resolve("aside"));
        CompletableFuture<Throwable> given = CompletableFuture.supplyAsync(() -> catchThrowable(() -> brokerStep.again(exchange)));

        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(() -> !given.isDone());
        if (stop) {
            tickets.visits().letGo();
        } else {
            Files.move(aside, work);
        }

        assertThat(given.get(10, TimeUnit.SECONDS)).isSameAs(met).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whereWhatItHasBroughtAlongIsGoneItIsGivenBackAsItIs() throws Exception {
        Exchange exchange = check(1);
        brokerStep.arrive(exchange);
        Path folder = tickets.folder(NAME).path();
        Files.delete(folder);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, full());

        assertThatThrownBy(() -> brokerStep.again(exchange)).isInstanceOf(IOException.class);
    }

    /** So it has an end, and only where it is its input that cannot be had. */
    @Test
    void thatItsInputCannotBeHadIsCounted() throws Exception {
        Exchange exchange = submission(6, Duration.ofSeconds(1), 1);
        exchange.getMessage().setHeader("NextmvBaggage", mapper.writeValueAsString(Map.of("ticket.json", mapper.writeValueAsString(
                Ticket.claimed(NAME, "a.json", "app", Optional.empty(), StepInputsTest.pointing(), clock.instant())))));
        exchange.getMessage().setHeader("NextmvUnfetched", 4);
        exchange.getMessage().setHeader("NextmvFaults", 7);
        Throwable met = catchThrowable(() -> brokerStep.arrive(exchange));
        assertThat(met).isInstanceOf(Fault.class);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, met);

        brokerStep.again(exchange);

        assertThat(exchange.getMessage().getHeaders()).containsEntry("NextmvUnfetched", 5).containsEntry("NextmvFaults", 8);
    }
}
