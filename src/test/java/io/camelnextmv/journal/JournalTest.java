package io.camelnextmv.journal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever reads the log can follow each input, and sees how it stands; no line is said to be of another's input. */
class JournalTest extends GatewayTest {
    private final Lines lines = new Lines();

    /** A line, and whose the MDC says it is. */
    private record Line(String text, Map<String, String> mdc) {
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<Line> said = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            said.add(new Line(event.getFormattedMessage(), Map.copyOf(event.getMDCPropertyMap())));
        }

        List<Line> of(String file) {
            return said.stream().filter(line -> file.equals(line.mdc().get(TicketMdc.FILE))).toList();
        }
    }

    @BeforeEach
    void listen() {
        lines.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        lines.start();
        root().addAppender(lines);
    }

    @AfterEach
    void leave() {
        root().detachAppender(lines);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private static List<String> events(List<Line> said) {
        return said.stream().map(line -> line.mdc().get("event")).filter(event -> event != null).toList();
    }

    @Test
    void eachEventInTheLifeOfAnInputIsALineThatSaysWhoseItIs() {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.drop("orders.json", SQUARE);
        gateway.drop("no.json", "{");
        gateway.untilDone(2);

        List<Line> said = lines.of("orders.json");
        assertThat(events(said)).containsExactly("picked_up", "submitted", "ended", "delivered");
        String ticket = GatewayFixture.names(gateway.archive()).stream()
                .filter(name -> said.get(0).mdc().get(TicketMdc.TICKET).equals(name)).findFirst().orElseThrow();
        String run = GatewayFixture.json(gateway.archive().resolve(ticket).resolve("ticket.json")).path("run_id").asText();
        assertThat(said).allSatisfy(line -> assertThat(line.mdc()).containsEntry(TicketMdc.TICKET, ticket)
                .containsEntry(TicketMdc.APPLICATION, GatewayFixture.APPLICATION));
        assertThat(said.get(0).mdc()).doesNotContainKey(TicketMdc.RUN);
        assertThat(said.subList(1, said.size())).allSatisfy(line -> assertThat(line.mdc())
                .containsEntry(TicketMdc.RUN, run));
        assertThat(events(lines.of("no.json"))).containsExactly("picked_up", "ended", "delivered");
        assertThat(lines.of("no.json")).noneMatch(line -> line.mdc().containsKey(TicketMdc.RUN));
    }

    /** Threads are shared: what the one before has said must be gone. */
    @Test
    void noLineIsSaidToBeOfAnInputThatIsAnothers() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick().withRunTime(Duration.ofMillis(50)))));
        way.meet(Call.METADATA, 10, aResponse().withStatus(503).withBody("oops"));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.via", "metadata").start();
        for (int i = 0; i < 30; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilDone(30);
        gateway.stop();

        assertThat(lines.said).filteredOn(line -> line.text().contains("trying again")).isNotEmpty()
                .allSatisfy(line -> assertThat(line.mdc()).containsKeys(TicketMdc.FILE, TicketMdc.RUN, TicketMdc.APPLICATION)
                        .hasEntrySatisfying(TicketMdc.TICKET, ticket -> assertThat(line.text()).startsWith(ticket)));
        assertThat(lines.said).filteredOn(line -> line.text().matches("orders-\\d+[.]json .*")).hasSize(120)
                .allSatisfy(line -> assertThat(line.text()).startsWith(line.mdc().get(TicketMdc.FILE) + " "));
        assertThat(lines.said).filteredOn(line -> line.text().startsWith("Watching")).isNotEmpty()
                .allSatisfy(line -> assertThat(line.mdc()).isEmpty());
        assertThat(org.slf4j.MDC.getCopyOfContextMap() == null || org.slf4j.MDC.getCopyOfContextMap().isEmpty()).isTrue();
    }

    @Test
    void aLineTellsHowItStandsWhileSomethingIsOnItsWayAndNoneWhileNothingIs() {
        GatewayFixture gateway = gateway(cloud(quick().withRunTime(Duration.ofHours(1)))).start();
        Summary summary = gateway.gateway().main().lookup("nextmvSummary", Summary.class);
        summary.say();
        assertThat(gateway.log().says("on their way")).isFalse();
        gateway.drop("orders.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("no.json", "{");
        gateway.untilDone(1);

        summary.say();

        assertThat(gateway.log().lines()).anyMatch(line -> line.matches("INFO 1 on their way: 1 waiting for their runs, the"
                + " longest for \\d+ s; since the last summary 0 outputs and 1 reports were delivered"));
        assertThat(gateway.gateway().main().getCamelContext().getRoute("nextmv-summary")).isNotNull();
    }
}
