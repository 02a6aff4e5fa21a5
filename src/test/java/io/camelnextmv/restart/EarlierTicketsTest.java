package io.camelnextmv.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A home that a gateway of an earlier version has left is finished by this one, whatever form its tickets have. */
class EarlierTicketsTest extends GatewayTest {
    private static final Path KEPT = Path.of("src", "test", "resources", "tickets");
    private static final String THERE = "/srv/nextmv/";
    private static final Pattern TIME = Pattern.compile("2026-01-15T[0-9:.]+Z");
    private static final Instant THEN = Instant.parse("2026-01-15T08:00:00Z");
    private final HttpClient http = HttpClient.newHttpClient();
    private Sandbox cloud;

    static List<String> forms() {
        return FileTree.in(KEPT).stream().filter(Files::isDirectory).map(form -> form.getFileName().toString()).toList();
    }

    @Test
    void todaysFormIsKeptToo() throws IOException {
        assertThat(forms()).contains(Integer.toString(Ticket.FORMAT)).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyTicketIsFinishedAndNothingIsRunTwice(String form) throws Exception {
        cloud = cloud(quick());
        boolean messages = Files.exists(KEPT.resolve(form).resolve("control"));
        left(form);
        GatewayFixture gateway = gateway(cloud).start();

        gateway.untilDone(messages ? 11 : 10);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactlyInAnyOrderElementsOf(Stream.concat(
                Stream.of("answer-lost", "claimed", "delivered", "dropped", "never-sent", "succeeded", "waiting"),
                messages ? Stream.of("message") : Stream.<String>empty()).map(name -> name + ".json").toList());
        assertThat(gateway.outbox().resolve("delivered.json")).as("not delivered again")
                .hasContent("{\"delivered\": \"before\"}");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("failed.json", "failed.error.json",
                "returned.json", "returned.error.json");
        assertThat(GatewayFixture.json(gateway.errors().resolve("failed.error.json")).path("error").asText())
                .startsWith("The run failed: no plan");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(gateway.ticketNames()).isEmpty();
        Commands.Said status = Commands.run(gateway.settings(), "status");
        assertThat(status.code()).as(status.err()).isZero();

        Commands.Said retry = Commands.run(gateway.settings(), "retry", "returned.json");

        assertThat(retry.code()).as(retry.err()).isZero();
        gateway.untilDone(messages ? 12 : 11);
        assertThat(gateway.outbox().resolve("returned.json")).exists();
        assertThat(cloud.runs()).as("four from before, and one for each that had none").hasSize(messages ? 9 : 8);
    }

    @Test
    void whatALaterVersionHasLeftIsNotTouchedAndHoldsUpNothingElse() throws Exception {
        cloud = cloud(quick());
        left("1");
        Map<Path, String> later = new LinkedHashMap<>();
        for (Path ticket : tickets().filter(file -> file.toString().contains("-000")).toList()) {
            String text = Files.readString(ticket);
            if (text.contains("waiting.json") || text.contains("never-sent.json")) {
                later.put(ticket, text.replace("\"format\":1", "\"format\":2").replace("\"state\":", "\"phase\":"));
            }
        }
        for (Map.Entry<Path, String> ticket : later.entrySet()) {
            Files.writeString(ticket.getKey(), ticket.getValue());
        }
        GatewayFixture gateway = gateway(cloud).start();

        gateway.untilDone(9);
        gateway.untilLogged("is left as it is: a later version of camel-nextmv has written it");
        assertThat(later).hasSize(4);
        later.forEach((file, text) -> assertThat(file).hasContent(text));
        assertThat(GatewayFixture.names(gateway.outbox())).doesNotContain("waiting.json", "never-sent.json");
        HealthCheck health = gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvHealth", HealthCheck.class);
        assertThat(health.call().getDetails()).containsEntry("tickets.of-later-versions", 2);
        Commands.Said status = Commands.run(gateway.settings(), "status");
        assertThat(status.code()).as(status.err()).isZero();
    }

    /** Lays a home out as a gateway has left it that was killed a minute ago, with its runs in today's cloud. */
    private void left(String form) throws Exception {
        Duration since = Duration.between(THEN, Instant.now().minusSeconds(60));
        Path kept = KEPT.resolve(form);
        Map<String, String> names = new LinkedHashMap<>(Map.of(THERE, home.toRealPath() + "/"));
        for (Path ticket : files(kept).filter(file -> file.endsWith("ticket.json")).toList()) {
            String text = Files.readString(ticket);
            if (text.contains("\"answer-lost.json\"")) {
                run("x", "of " + ticket.getParent().getFileName(), "");
            }
        }
        names.put("RUN-WAITING", run("waits", "", ""));
        names.put("RUN-SUCCEEDED", run("succeeded", "", ""));
        names.put("RUN-FAILED", run("fails", "", "no plan"));
        for (Path file : files(kept).toList()) {
            Path here = home.resolve(kept.relativize(file).toString());
            Files.createDirectories(here.getParent());
            String text = TIME.matcher(Files.readString(file)).replaceAll(
                    time -> Instant.parse(time.group()).plus(since).toString());
            for (Map.Entry<String, String> name : names.entrySet()) {
                text = text.replace(name.getKey(), name.getValue());
            }
            Files.writeString(here, text);
        }
    }

    private Stream<Path> tickets() throws IOException {
        return files(home.resolve("work")).filter(file -> file.endsWith("ticket.json") || file.endsWith("ticket.copy"));
    }

    private static Stream<Path> files(Path folder) {
        return FileTree.files(folder).stream();
    }

    private String run(String name, String description, String fail) throws Exception {
        String body = """
                {"input": {"stops": []}, "name": "%s", "description": "%s", "options": {%s}}""".formatted(name, description,
                fail.isEmpty() ? "" : "\"fail\": \"" + fail + "\"");
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(cloud.url() + "/v1/applications/"
                + GatewayFixture.APPLICATION + "/runs")).header("Authorization", "Bearer " + GatewayFixture.API_KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return cloud.runs().stream().filter(run -> run.name().equals(name)).map(RunView::id).findFirst().orElseThrow();
    }
}
