package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.reply.RunWithoutOutput;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs that come in messages of an application which has our routes beside its own. */
class RunTest extends GatewayTest {
    private GatewayFixture folders;

    private Sandbox cloud;

    private ForeignApplication application(SandboxSettings settings) throws Exception {
        return application(settings, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:foreign").routeId("foreign").to("direct:nextmv-run");
            }
        });
    }

    private ForeignApplication application(SandboxSettings settings, RouteBuilder routes) throws Exception {
        cloud = cloud(settings);
        return again(routes);
    }

    private ForeignApplication again(RouteBuilder routes) throws Exception {
        folders = gateway(cloud);
        return closed(new ForeignApplication(folders, routes));
    }

    private static Exchange ask(ForeignApplication application, String endpoint, Object body,
            Map<String, Object> headers) {
        return application.template().request(endpoint, exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeaders(new HashMap<>(headers));
        });
    }

    private static RunWithoutOutput nothing(Exchange answer) {
        return answer.getException(RunWithoutOutput.class);
    }

    private Path archived() {
        return folders.archive().resolve(GatewayFixture.names(folders.archive()).get(0));
    }

    @Test
    void theAnswerIsTheOutputOfTheRunByteForByte() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", SQUARE, Map.of());

        RunView run = cloud.runs().get(0);
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(byte[].class))
                .isEqualTo(cloud.openOutput(run.id()).orElseThrow().readAllBytes());
        assertThat(answer.getMessage().getBody(String.class)).contains("\"length\"");
        assertThat(answer.getMessage().getHeaders()).containsEntry("NextmvRunId", run.id())
                .containsEntry("NextmvStatus", "succeeded")
                .containsEntry("NextmvTicket", archived().getFileName().toString());
    }

    @Test
    void theOutputIsKeptWithTheTicketAndInNoOtherFolder() throws Exception {
        ForeignApplication application = application(quick());

        ask(application, "direct:foreign", SQUARE, Map.of());

        assertThat(GatewayFixture.names(archived())).containsExactly("input", "output.json", "ticket.json");
        assertThat(archived().resolve("input").resolve("message.json")).hasContent(SQUARE);
        assertThat(GatewayFixture.names(folders.outbox())).isEmpty();
        assertThat(GatewayFixture.names(folders.work())).isEmpty();
    }

    static List<Object> bodies() {
        return List.of(SQUARE, SQUARE.getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream(SQUARE.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void theInputMayBeATextBytesOrAStream(Object body) throws Exception {
        ForeignApplication application = application(quick());

        ask(application, "direct:foreign", body, Map.of());

        assertThat(cloud.openInput(cloud.runs().get(0).id()).orElseThrow().readAllBytes()).asString()
                .isEqualTo(SQUARE);
    }

    @Test
    void theInputMayBeAFileAndStaysWhereItIs() throws Exception {
        ForeignApplication application = application(quick());
        Path file = Files.writeString(home.resolve("mine.json"), SQUARE);

        Exchange answer = ask(application, "direct:foreign", file.toFile(), Map.of());

        assertThat(answer.getException()).isNull();
        assertThat(file).hasContent(SQUARE);
    }

    @Test
    void anOutputOfMoreThanTheApiCarriesIsAnsweredToo() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", SQUARE,
                Map.of("NextmvOptions", Map.of("output_size", 6_000_000)));

        assertThat(answer.getMessage().getBody(byte[].class)).hasSizeGreaterThanOrEqualTo(6_000_000);
    }

    @Test
    void aSubmissionAnswersWithTheRunIdAndTheOutputGoesToTheOutbox() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:nextmv-submit", SQUARE, Map.of("NextmvInput", "orders.json"));

        String run = cloud.runs().get(0).id();
        assertThat(answer.getMessage().getBody()).isEqualTo(run);
        assertThat(answer.getMessage().getHeaders()).containsEntry("NextmvRunId", run).containsKey("NextmvTicket");
        folders.untilDone(1);
        assertThat(folders.outbox().resolve("orders.json")).content().contains("\"length\"");
    }

    @Test
    void aSubmissionDoesNotWaitForTheRunToEnd() throws Exception {
        ForeignApplication application = application(quick().withRunTime(Duration.ofHours(1)));

        Exchange answer = ask(application, "direct:nextmv-submit", SQUARE, Map.of());

        assertThat(answer.getMessage().getHeader("NextmvStatus")).isEqualTo("submitted");
        assertThat(cloud.runs().get(0).status()).isIn(RunStatus.QUEUED, RunStatus.RUNNING);
    }

    @Test
    void headersSayWhatTheRunIsStartedWith() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", SQUARE, Map.of("NextmvApplicationId", "packing",
                "NextmvInstanceId", "staging", "NextmvName", "nightly", "NextmvBatchExperimentId", "exp-1",
                "NextmvQueuingPriority", 2, "NextmvOptions", "{\"a.b\": 1.50, \"c\": true}"));

        assertThat(answer.getException()).isNull();
        RunView run = cloud.runs().get(0);
        assertThat(run.application()).isEqualTo("packing");
        assertThat(run.instance()).isEqualTo("staging");
        assertThat(run.name()).isEqualTo("nightly");
        assertThat(run.priority()).isEqualTo(2);
        assertThat(run.experimentId()).contains("exp-1");
        assertThat(run.options()).isEqualTo(Map.of("a.b", "1.50", "c", "true"));
    }

    @Test
    void aHeaderThatCannotBeIsToldToTheCaller() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", SQUARE, Map.of("NextmvApplicationId", "../queue"));

        assertThat(nothing(answer).status()).isEqualTo("rejected");
        assertThat(nothing(answer)).hasMessageContaining("application-id is \"../queue\"");
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void aNameThatLeadsElsewhereIsRefusedBeforeAnythingIsWritten() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", SQUARE, Map.of("NextmvInput", "../orders.json"));

        assertThat(answer.getException()).isInstanceOf(IllegalArgumentException.class);
        assertThat(GatewayFixture.names(folders.work())).isEmpty();
    }

    @Test
    void aMessageWithoutABodyIsRefused() throws Exception {
        ForeignApplication application = application(quick());

        assertThat(ask(application, "direct:foreign", null, Map.of()).getException())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFailedRunIsAnExceptionThatNamesTheRunAndTheReport() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", "{\"fail\":\"no vehicle is large enough\"}", Map.of());

        RunWithoutOutput nothing = nothing(answer);
        assertThat(nothing.status()).isEqualTo("failed");
        assertThat(nothing.runId()).contains(cloud.runs().get(0).id());
        assertThat(nothing).hasMessageContaining("no vehicle is large enough");
        JsonNode report = GatewayFixture.json(nothing.report().orElseThrow());
        assertThat(report.path("error_log").path("error").asText()).contains("no vehicle is large enough");
        assertThat(answer.getMessage().getHeader("NextmvStatus")).isEqualTo("failed");
        assertThat(GatewayFixture.names(folders.errors())).isEmpty();
    }

    @Test
    void aRunWhoseTimeIsUpIsAnException() throws Exception {
        cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        folders = gateway(cloud).with("nextmv.poll.max-tries", "2");
        ForeignApplication application = closed(new ForeignApplication(folders, none()));

        assertThat(nothing(ask(application, "direct:nextmv-run", SQUARE, Map.of())).status()).isEqualTo("timed_out");
    }

    @Test
    void anInputThatIsNoJsonIsAnExceptionAtOnceForASubmissionToo() throws Exception {
        ForeignApplication application = application(quick());

        assertThat(nothing(ask(application, "direct:foreign", "{\"stops\":", Map.of())).status()).isEqualTo("rejected");
        assertThat(nothing(ask(application, "direct:nextmv-submit", "[]", Map.of())).status()).isEqualTo("rejected");
    }

    @Test
    void aCanceledRunIsAnException() throws Exception {
        ForeignApplication application = application(quick().withRunTime(Duration.ofHours(1)));
        CompletableFuture<Exchange> answer = application.template().asyncSend("direct:foreign", message(application));
        folders.untilWaiting(1);

        ask(application, "direct:nextmv-cancel", "", Map.of("NextmvCancel", cloud.runs().get(0).id()));

        assertThat(nothing(answer.join()).status()).isEqualTo("canceled");
    }

    private static Exchange message(ForeignApplication application) {
        Exchange exchange = new DefaultExchange(application.context(), ExchangePattern.InOut);
        exchange.getIn().setBody(SQUARE);
        return exchange;
    }

    @Test
    void oneThreadCallsForAHundredRunsThatAllAreWaitedForAtTheSameTime() throws Exception {
        int many = 100;
        Queue<String> ends = new ConcurrentLinkedQueue<>();
        Set<String> replies = ConcurrentHashMap.newKeySet();
        ForeignApplication application = application(quick().withConcurrency(many).withRunTime(Duration.ofHours(1)),
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("seda:orders?concurrentConsumers=1").routeId("orders")
                                .onException(RunWithoutOutput.class).handled(true)
                                .process(exchange -> ends.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT,
                                        RunWithoutOutput.class).status())).end()
                                .process(exchange -> replies.add(Thread.currentThread().getName()))
                                .to("direct:nextmv-run");
                    }
                });

        for (int i = 0; i < many; i++) {
            application.template().sendBody("seda:orders", SQUARE);
        }

        folders.until("all are submitted", () -> cloud.runs().size() == many);
        assertThat(application.context().getInflightRepository().size("orders")).isEqualTo(many);
        assertThat(replies).hasSize(1);
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.contains("nextmv-answers"));
        application.close();
        assertThat(ends).hasSize(many).containsOnly(RunWithoutOutput.STOPPED);
    }

    @Test
    void atAStopNobodyIsKeptWaitingAndTheNextStartBringsTheOutputToTheOutbox() throws Exception {
        cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.keepRunsGoing();
        folders = gateway(way.url());
        ForeignApplication application = closed(new ForeignApplication(folders, none()));
        CompletableFuture<Exchange> answer = application.template().asyncSend("direct:nextmv-run", message(application));
        folders.untilWaiting(1);

        application.close();

        assertThat(nothing(answer.join()).status()).isEqualTo(RunWithoutOutput.STOPPED);
        assertThat(answer.join().getMessage().getHeader("NextmvStatus")).isEqualTo(RunWithoutOutput.STOPPED);
        again(none());
        folders.untilDone(1);
        assertThat(folders.outbox().resolve("message.json")).content().contains("\"length\"");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void whatWasNotSubmittedBeforeAStopIsSubmittedAfterItByWhatItsHeadersSaid() throws Exception {
        cloud = cloud(quick());
        folders = gateway("http://127.0.0.1:1");
        ForeignApplication application = closed(new ForeignApplication(folders, none()));
        CompletableFuture<Exchange> answer = application.template().asyncSend("direct:nextmv-submit",
                exchange -> {
                    exchange.getIn().setBody(SQUARE);
                    exchange.getIn().setHeader("NextmvApplicationId", "packing");
                });
        folders.until("the ticket is on disk", () -> folders.ticketNames().size() == 1);
        application.close();
        assertThat(nothing(answer.join()).status()).isEqualTo(RunWithoutOutput.STOPPED);

        again(none());
        folders.untilDone(1);

        assertThat(cloud.runs()).extracting(RunView::application).containsExactly("packing");
        assertThat(folders.outbox().resolve("message.json")).exists();
    }

    private static RouteBuilder none() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // only ours
            }
        };
    }

    @Test
    void aRequestThatSteersCamelDoesNothing() throws Exception {
        try (Sandbox elsewhere = new Sandbox(quick()).start()) {
            ForeignApplication application = application(quick());
            String other = elsewhere.url() + "/v1/account/queue";
            Map<String, Object> hostile = new HashMap<>();
            for (String name : List.of("camelhttpuri", "CAMELRESTHTTPURI", "CamelRestHttpUri", "CAmelHttpUri")) {
                hostile.put(name, other);
            }
            hostile.putAll(Map.of("CAmelFileName", home.resolve("stolen.json").toString(), "camelhttppath", "/elsewhere",
                    "CaMelHttpRawQuery", "instance_id=hostile", "CAMELHTTPQUERY", "instance_id=hostile",
                    "camelHttpMethod", "DELETE", "camelBeanMethodName", "close", "CamelRedeliveryDelay", 3_600_000));

            for (String admission : List.of("direct:nextmv-run", "direct:nextmv-submit", "direct:nextmv-queue")) {
                Exchange answer = ask(application, admission, SQUARE, hostile);
                assertThat(answer.getException()).as(admission).isNull();
            }
            folders.untilDone(2);

            assertThat(elsewhere.requests().values()).allMatch(count -> count == 0);
            assertThat(cloud.runs()).hasSize(2).extracting(RunView::instance).containsOnly("latest");
            assertThat(GatewayFixture.names(home)).doesNotContain("stolen.json");
        }
    }

    @Test
    void theAnswerCarriesNoHeaderThatWouldSteerTheCallersNextStep() throws Exception {
        ForeignApplication application = application(quick());

        Exchange answer = ask(application, "direct:foreign", SQUARE, Map.of("CAmelFileName", "stolen.json",
                "MyOwn", "kept"));

        assertThat(answer.getMessage().getHeaders()).containsEntry("MyOwn", "kept")
                .doesNotContainKey("CamelFileName");
    }

    @Test
    void settingsThatCannotBeListedWinOverTheDefaults() throws Exception {
        cloud = cloud(quick());
        folders = gateway(cloud);
        ForeignApplication application = closed(ForeignApplication.thatLooksUp(folders, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:foreign").routeId("foreign").to("direct:nextmv-run");
            }
        }));

        Exchange answer = ask(application, "direct:foreign", SQUARE, Map.of());

        assertThat(answer.getException()).isNull();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void withoutItsSettingsTheApplicationDoesNotStartAndSaysWhich() {
        cloud = cloud(quick());
        folders = gateway(cloud).with("nextmv.api-key", "");

        assertThat(catchThrowable(() -> new ForeignApplication(folders, none())))
                .hasMessageContaining("nextmv.api-key is missing");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-8"})
    void aTextIsATextInWhateverLettersTheExchangeWrites(String charset) throws Exception {
        ForeignApplication application = application(quick());
        String input = SQUARE.replace("\"a\"", "\"größe 名\"");

        Exchange answer = application.template().request("direct:foreign", exchange -> {
            exchange.setProperty(Exchange.CHARSET_NAME, charset);
            exchange.getIn().setBody(input);
        });

        assertThat(answer.getException()).isNull();
        assertThat(cloud.openInput(cloud.runs().get(0).id()).orElseThrow().readAllBytes())
                .isEqualTo(input.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.getMessage().getBody(String.class)).contains("größe 名");
        assertThat(answer.getMessage().getHeader(Exchange.CHARSET_NAME)).isEqualTo("UTF-8");
    }
}
