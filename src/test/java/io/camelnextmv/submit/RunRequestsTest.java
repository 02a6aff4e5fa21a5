package io.camelnextmv.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many threads come: no more requests at the same time than nextmv.submit.concurrency says. */
class RunRequestsTest {
    private static final Duration A_DAY = Duration.ofDays(1);
    @TempDir
    private Path home;
    private TicketStore tickets;
    private RunRequests requests;
    private StartedRuns started;
    private FailedRequests failed;
    private TicketName first;
    private TicketName second;

    @BeforeEach
    void oneAtATime() throws IOException {
        ObjectMapper mapper = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build();
        Clock clock = Clock.systemUTC();
        tickets = new TicketStore(Files.createDirectories(home.resolve("work")), home.resolve("archive"),
                Durability.OS, mapper, clock);
        CircuitBreaker breaker = new CircuitBreaker("the service", "It waits", A_DAY, A_DAY, probes -> A_DAY, clock);
        Backoff backoff = new Backoff(A_DAY, 1, A_DAY);
        // It stands still: a slot whose request hangs for seconds is given to the next.
        SubmitSlots slots = new SubmitSlots(1, () -> false, clock, () -> 0);
        FailedSubmissions failures = new FailedSubmissions(tickets, slots, backoff, A_DAY, clock);
        KnownRuns known = new KnownRuns();
        InDoubt inDoubt = new InDoubt(tickets, failures, known,
                new Looks(tickets, known, backoff, Duration.ofSeconds(1), clock, System::nanoTime), A_DAY, clock);
        Inputs inputs = new Inputs(tickets, new Tarball(10, 1000), new Limits(10_000, 10_000, 10_000), mapper);
        Rejection rejection = new Rejection(tickets, OneAccount.of(breaker, clock), clock);
        requests = new RunRequests(tickets, inputs, OneAccount.of(breaker, clock), slots, clock);
        started = new StartedRuns(tickets, failures, known, A_DAY, clock);
        failed = new FailedRequests(tickets, rejection, slots, failures, inDoubt);
        first = claimed("first.json");
        second = claimed("second.json");
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    private TicketName claimed(String name) throws IOException {
        Path file = Files.writeString(home.resolve(name), "{}");
        return tickets.claims().claim(file, new Inbox(home, "app", Optional.empty(), RunSpec.NONE)).orElseThrow().id();
    }

    @Test
    void theNextBeginsWhenTheFirstWasAccepted() {
        requests.begin(first, Request.post(ApiPath.of("")));
        assertThatThrownBy(() -> requests.begin(second, Request.post(ApiPath.of("")))).isInstanceOf(NotYet.class);

        started.accepted(first, new RunAccepted("run-1"));

        assertThat(requests.begin(second, Request.post(ApiPath.of("")))).isNotNull();
    }

    @Test
    void theNextBeginsWhenTheFirstHasFailed() {
        requests.begin(first, Request.post(ApiPath.of("")));
        Fault fault = new Fault(Kind.NOT_SENT, 429, "slow down", Optional.empty());
        assertThatThrownBy(() -> failed.failed(first, fault)).isSameAs(fault);

        assertThat(requests.begin(second, Request.post(ApiPath.of("")))).isNotNull();
    }
}
