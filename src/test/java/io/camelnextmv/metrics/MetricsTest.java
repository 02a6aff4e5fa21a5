package io.camelnextmv.metrics;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class MetricsTest extends GatewayTest {
    private final int port = FreePort.next();

    private GatewayFixture watched(GatewayFixture gateway) {
        return gateway.with("camel.management.enabled", "true").with("camel.management.port", Integer.toString(port));
    }

    private String metrics() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/observe/metrics")).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void theyTellHowMuchOfTheBudgetIsUsedAndWhatIsOnItsWay() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = watched(gateway(cloud)).with("nextmv.limit.runs", "3/h").with("nextmv.limit.results", "7/10s")
                .with("nextmv.limit.requests", "").start();
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);
        gateway.drop("second.json", SQUARE);
        gateway.until("the second waits for its turn", () -> metrics().contains(
                "nextmv_limit_waiting{account=\"main\",limit=\"runs\"} 1.0"));

        assertThat(metrics().lines()).contains("nextmv_limit_most{account=\"main\",limit=\"runs\"} 3.0",
                "nextmv_limit_used{account=\"main\",limit=\"runs\"} 1.0",
                "nextmv_limit_most{account=\"main\",limit=\"results\"} 7.0",
                "nextmv_inputs_in_flight 2.0",
                "nextmv_circuit_breaker_open{account=\"main\",service=\"api\"} 0.0")
                .noneMatch(line -> line.contains("limit=\"requests\""))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                .noneMatch(line -> line.startsWith("camel_exchange"));
    }

    private static final String FAILING = "{\"fail\":\"no plan\",\"stops\":[]}";
    private static final Pattern FIGURE = Pattern.compile("\\bnextmv_[a-z_]+");
    private static final Path OPERATE = Path.of("docs", "operate");
    /** Figures have these of their own, whether a page says so or not. */
    private static final Pattern PARTS = Pattern.compile("_(bucket|count|sum|max)$");

    private static Set<String> named(String... files) throws Exception {
        Set<String> names = new TreeSet<>();
        for (String file : files) {
            FIGURE.matcher(Files.readString(OPERATE.resolve(file))).results().forEach(found -> names.add(found.group()));
        }
        return names;
    }

    /** What is there after a run that has met all there is to meet: successes, failures, refusals, faults, an outage. */
    private String figuresOfABusyNight() throws Exception {
        Files.writeString(Files.createDirectories(home.resolve("archive").resolve("20260101-000000-aaaa-0001")).resolve("ticket.json"),
                "{\"a\":1}");
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        way.meet(Call.METADATA, 1, aResponse().withStatus(503));
        GatewayFixture gateway = watched(gateway(way.url())).with("nextmv.limit.runs", "100/s").start();
        gateway.drop("good.json", SQUARE);
        gateway.drop("failing.json", FAILING);
        gateway.drop("no.json", "{");
        gateway.drop("elsewhere.json.nextmv.yaml", "application-id: elsewhere");
        gateway.drop("elsewhere.json", SQUARE);
        gateway.untilDone(5);
        way.goDown();
        gateway.drop("late.json", SQUARE);
        gateway.until("the outage is told", () -> metrics().contains(
                "nextmv_circuit_breaker_open{account=\"main\",service=\"api\"} 1.0"));
        // What only a figure refers to would be gone, and the figure with it.
        System.gc();
        gateway.until("what lies in the folders is told", () -> metrics().lines().noneMatch(line -> line.endsWith(" NaN")));
        return metrics();
    }

    @Test
    void everyFigureThatTheDashboardTheAlertsAndTheirPagesNameIsThereAndEachIsExplained() throws Exception {
        String figures = figuresOfABusyNight();
        Set<String> told = figures.lines().filter(line -> line.startsWith("nextmv_"))
                .map(line -> line.replaceFirst("[{ ].*", "")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> whole = told.stream().map(name -> PARTS.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named("dashboard.json", "alerts.yml")).hasSizeGreaterThan(25).isSubsetOf(told);
        assertThat(named("alerts.md")).isSubsetOf(whole);
        assertThat(named("metrics.md")).isEqualTo(whole);
        assertThat(figures.lines()).contains("nextmv_runs_total{application=\"routing\",status=\"succeeded\"} 1.0",
                "nextmv_runs_total{application=\"elsewhere\",status=\"succeeded\"} 1.0",
                "nextmv_runs_total{application=\"routing\",status=\"failed\"} 1.0",
                "nextmv_runs_total{application=\"routing\",status=\"rejected\"} 1.0",
                "nextmv_end_to_end_seconds_count 4",
                "nextmv_run_end_to_file_seconds_count 3", "nextmv_step_seconds_count{step=\"submit\"} 3",
                "nextmv_step_seconds_count{step=\"prepare\"} 3",
                "nextmv_tickets_folder_there 1.0")
                // Checks that come at the same time may all meet what was meant for one.
                .anyMatch(line -> line.matches("nextmv_retries_total[{]fault=\"service\"[}] [1-9].*"))
                .anyMatch(line -> line.matches("nextmv_requests_total[{]kind=\"metadata\",outcome=\"server_error\"[}] [1-9].*"))
                .anyMatch(line -> line.matches("nextmv_archive_tickets [1-9].*"))
                .anyMatch(line -> line.matches("nextmv_archive_bytes [7-9].*|nextmv_archive_bytes \\d\\d.*"))
                .anyMatch(line -> line.startsWith("nextmv_requests_total{kind=\"new_run\",outcome=\"ok\"} 3.0"))
                .anyMatch(line -> line.matches("nextmv_received_bytes_total[{]service=\"api\"} [1-9].*"))
                .anyMatch(line -> line.matches("nextmv_sent_bytes_total[{]service=\"api\"} [1-9].*"))
                .anyMatch(line -> line.matches("nextmv_checks_total [3-9].*"))
                .anyMatch(line -> line.startsWith("nextmv_step_seconds_bucket{step=\"wait\",le=\"1.0\"}"));
    }

    @Test
    void eachAlertSaysWhatToDo() throws Exception {
        String rules = Files.readString(OPERATE.resolve("alerts.yml"));
        List<String> alerts = Pattern.compile("- alert: (\\w+)").matcher(rules).results()
                .map(found -> found.group(1)).toList();
        String page = Files.readString(OPERATE.resolve("alerts.md"));

        assertThat(alerts).hasSizeGreaterThan(10).doesNotHaveDuplicates().allSatisfy(alert -> assertThat(page)
                .containsPattern("(?m)^## " + alert + "\\n\\n.+\\n\\n1[.] .+"));
        assertThat(new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(rules)).isNotNull();
    }

    @Test
    void theyTellThatNothingGetsThroughAndOfWhichAccount() throws Exception {
        GatewayFixture gateway = watched(gateway("http://127.0.0.1:1")).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.url", cloud(quick()).url())
                .with("nextmv.inboxes.night.api-key", GatewayFixture.API_KEY).start();

        gateway.drop("orders.json", SQUARE);
        gateway.until("it is told", () -> metrics().contains(
                "nextmv_circuit_breaker_open{account=\"main\",service=\"api\"} 1.0"));

        assertThat(metrics()).contains("nextmv_circuit_breaker_open{account=\"night\",service=\"api\"} 0.0")
                .doesNotContain(GatewayFixture.API_KEY);
    }
}
