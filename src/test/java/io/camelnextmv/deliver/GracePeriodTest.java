package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ended run should have left and the service does not give: waited for, but not for ever. */
class GracePeriodTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new JavaTimeModule()).build();
    private final MovableClock clock = new MovableClock();
    @TempDir
    private Path home;
    private TicketStore tickets;
    private Outputs outputs;
    private ErrorLog errorLog;

    @BeforeEach
    void open() throws IOException {
        for (String folder : new String[] {"work", "archive", "inbox"}) {
            Files.createDirectories(home.resolve(folder));
        }
        tickets = new TicketStore(home.resolve("work"), home.resolve("archive"), Durability.OS, MAPPER, clock);
        outputs = new Outputs(tickets, new Tarball(10, 1000), 1000, new GracePeriod(clock), MAPPER);
        errorLog = new ErrorLog(tickets, new GracePeriod(clock), MAPPER);
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void anOutputThatIsNotThereIsAskedForAgainForAWhileAndThenReported(int status) throws Exception {
        Ticket ticket = ended(Ending.succeeded(clock.instant(), 1, 100, Optional.empty()));
        Fault missing = missing(status);

        clock.turn(Duration.ofMinutes(14));
        assertThatThrownBy(() -> outputs.without(ticket.id(), missing, new Tries())).isSameAs(missing);
        clock.turn(Duration.ofMinutes(2));

        Ending ending = outputs.without(ticket.id(), missing, new Tries()).ending().orElseThrow();
        assertThat(ending.destination()).isEqualTo(Destination.ERROR);
        assertThat(ending.error()).contains("it is not there");
    }

    @Test
    void anotherRefusalOfAnOutputIsNeverTheEndOfIt() throws Exception {
        Ticket ticket = ended(Ending.succeeded(clock.instant(), 1, 100, Optional.empty()));
        Fault refused = missing(400);

        clock.turn(Duration.ofDays(1));

        assertThatThrownBy(() -> outputs.without(ticket.id(), refused, new Tries())).isSameAs(refused);
    }

    @Test
    void aFailedRunWithoutAResultIsReportedWithoutItsErrorLog() throws Exception {
        Ticket ticket = ended(Endings.failed(Optional.of("no"), clock.instant(), 1));
        Fault missing = missing(404);
        assertThatThrownBy(() -> errorLog.without(ticket.id(), missing, new Tries())).isSameAs(missing);
        assertThat(errorLog.isThere(ticket.id())).isFalse();

        clock.turn(Duration.ofMinutes(16));
        errorLog.without(ticket.id(), missing, new Tries());

        assertThat(errorLog.read(ticket.id()).orElseThrow().path("error").asText()).contains("it is not there");
    }

    @Test
    void anErrorLogThatCannotBeReadHoweverOftenItComesStaysAsItCame() throws Exception {
        Ticket ticket = ended(Endings.failed(Optional.of("no"), clock.instant(), 1));
        byte[] answer = new byte[17 * 1024 * 1024];

        assertThatThrownBy(() -> errorLog.keep(ticket.id(), stream(answer))).isInstanceOf(UnreadableAnswer.class);
        assertThatThrownBy(() -> errorLog.keep(ticket.id(), stream(answer))).isInstanceOf(UnreadableAnswer.class);
        assertThatCode(() -> errorLog.keep(ticket.id(), stream(answer))).doesNotThrowAnyException();

        assertThat(errorLog.read(ticket.id()).orElseThrow().path("error").asText()).contains("result.json");
        assertThat(tickets.folder(ticket.id()).file("result.json")).hasSize(answer.length);
    }

    @Test
    void logsThatCannotBeReadHoweverOftenTheyComeStayAsTheyCame() throws Exception {
        Ticket ticket = ended(Endings.failed(Optional.of("no"), clock.instant(), 1));
        byte[] answer = new byte[17 * 1024 * 1024];
        RunLogs logs = new RunLogs(tickets, Extras.Logs.ALWAYS, MAPPER);

        assertThatThrownBy(() -> logs.keep(ticket.id(), stream(answer))).isInstanceOf(UnreadableAnswer.class);
        assertThatThrownBy(() -> logs.keep(ticket.id(), stream(answer))).isInstanceOf(UnreadableAnswer.class);
        logs.keep(ticket.id(), stream(answer));

        assertThat(logs.areMissing(ticket.id())).isFalse();
        assertThat(tickets.folder(ticket.id()).file("logs.txt")).content().contains("logs.json");
        assertThat(tickets.folder(ticket.id()).file("logs.json")).hasSize(answer.length);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static Fault missing(int status) {
        return new Fault(status == 404 ? Kind.NOT_FOUND : Kind.REQUEST, status, "it is not there", Optional.empty());
    }

    private Ticket ended(Ending ending) throws IOException {
        Path file = Files.writeString(home.resolve("inbox/orders.json"), "{}");
        Ticket claimed = tickets.claims().claim(file, new Inbox(home.resolve("inbox"), "app", Optional.empty(), RunSpec.NONE))
                .orElseThrow();
        return tickets.write(claimed.submitting(clock.instant()).submitted("devint-abc", clock.instant(),
                Duration.ofHours(1)).ended(ending));
    }
}
