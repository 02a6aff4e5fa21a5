package io.camelnextmv.bus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.camelnextmv.fixture.FaultyCloud.doneBut;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import io.camelnextmv.bus.Bus.Outcome;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.camelnextmv.failure.Broken;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.Neighbours;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets that wait in a real broker, between the steps that any gateway makes. */
@Tag("proof")
class ManyGatewaysTest extends ManyGatewaysFixture {
    /** What the steps at hand have on the disk. */
    private static List<Path> visits(GatewayFixture gateway) {
        return FileTree.files(gateway.work()).stream().filter(file -> file.toString().contains("/.visits-")).toList();
    }

    @Test
    void anInputGoesThroughAndItsAnswerComesBackAndNothingIsLeftOnTheDisk() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud.url(), "one").start();

        bus.send(SQUARE, Map.of("NextmvInput", "square.json"));

        Outcome answer = bus.answer("nextmv.outputs");
        assertThat(answer.input()).isEqualTo("square.json");
        assertThat(answer.body()).contains("\"length\"");
        assertThat(cloud.runs()).hasSize(1);
        gateway.until("the ticket is gone", () -> broker.count("nextmv.waiting") == 0);
        gateway.until("the disk is empty", () -> GatewayFixture.names(gateway.work()).isEmpty()
                && GatewayFixture.names(gateway.archive()).isEmpty()
                && visits(gateway).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SQUARE                | square.json | ''                          | nextmv.outputs | 2",
        "SQUARE                | square.json | {\"solve.duration\":\"1s\"}  | nextmv.outputs | 3",
        "{\"fail\":\"no vehicle\"} | fails.json | ''                          | nextmv.errors  | 3",
        "no JSON               | words.json  | ''                          | nextmv.errors  | 2"})
    void anInputIsInTheBrokerAsOftenAsSomethingMustBeWrittenDown(String input, String name, String options, String answers,
            int messages) {
        gateway(cloud(quick().withRunTime(Duration.ZERO)).url(), "one").with("nextmv.poll.initial-delay", "300ms").start();

        bus.send(input.equals("SQUARE") ? SQUARE : input, options.isEmpty() ? Map.of("NextmvInput", name)
                : Map.of("NextmvInput", name, "NextmvOptions", options));

        assertThat(bus.answer(answers).input()).isEqualTo(name);
        assertThat(broker.sent("nextmv.waiting")).isEqualTo(messages);
    }

    @Test
    void whenTheBrokerDiesWhileAnOutputIsFetchedItIsFetchedAgainAndSentOnce() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.RESULT, 1, aResponse().proxiedFrom(cloud.url()).withFixedDelay(2000));
        GatewayFixture gateway = gateway(way.url(), "one").start();
        bus.send(SQUARE, Map.of("NextmvInput", "square.json"));
        gateway.until("the output is asked for", () -> way.calls().contains(Call.RESULT));

        broker.close();
        begin();

        assertThat(bus.answer("nextmv.outputs").input()).isEqualTo("square.json");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(bus.answerWithin("nextmv.outputs", 300)).isEmpty();
        gateway.until("the ticket is gone", () -> broker.count("nextmv.waiting") == 0);
    }

    @Test
    void aFailedRunAndAnInputThatIsNoneGoToTheErrorsWithTheirInputAndAReport() {
        Sandbox cloud = cloud(quick());
        gateway(cloud.url(), "one").start();

        bus.send("{\"fail\":\"no vehicle is left\"}", Map.of("NextmvInput", "fails.json"));
        Outcome failed = bus.answer("nextmv.errors");
        bus.send("no JSON", Map.of("NextmvInput", "words.json"));
        Outcome rejected = bus.answer("nextmv.errors");

        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.report()).contains("no vehicle is left");
        assertThat(failed.body()).isEqualTo("{\"fail\":\"no vehicle is left\"}");
        assertThat(rejected.status()).isEqualTo("rejected");
        assertThat(rejected.body()).isEqualTo("no JSON");
    }

    @Test
    void aRunIsWaitedForInTheBrokerByDelaysThatGrowAndNothingIsHeldInTheGateway() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud.url(), "one").with("nextmv.poll.delay", "400ms")
                .with("nextmv.poll.multiplier", "3").with("nextmv.poll.max-delay", "1h").start();

        bus.send(SQUARE, Map.of());

        for (long atLeast : new long[] {250, 800, 2500}) {
            gateway.until("it is due in more than " + atLeast + " ms",
                    () -> broker.dueIn("nextmv.waiting").stream().anyMatch(due -> due > atLeast));
        }
        var inflight = gateway.gateway().main().getCamelContext().getInflightRepository();
        gateway.until("no exchange is held", () -> inflight.size() == 0);
        assertThat(GatewayFixture.names(gateway.work())).isEmpty();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void oneLookIntoTheQueueServesAllThatWaitInTheBroker() {
        int waiting = 20;
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        // A look serves the checks of two seconds: three of them are enough, however slow the machine is.
        GatewayFixture gateway = gateway(way.url(), "one").with("nextmv.poll.delay", "2s")
                .with("nextmv.poll.max-delay", "2s").with("nextmv.poll.snapshot-age", "2s").start();
        for (int i = 0; i < waiting; i++) {
            bus.send(SQUARE, Map.of());
        }
        gateway.until("all have a run", () -> cloud.runs().size() == waiting);
        gateway.until("a look was made", () -> way.calls().contains(Call.QUEUE));
        long before = broker.sent("nextmv.waiting");
        long asked = metadata(way);

        gateway.until("each was checked again and again", () -> broker.sent("nextmv.waiting") > before + 4L * waiting);

        assertThat(metadata(way) - asked).as("of 80 checks or more").isLessThan(2L * waiting);
    }

    private static long metadata(FaultyCloud way) {
        return way.calls().stream().filter(call -> call == Call.METADATA).count();
    }

    @Test
    void whatTheServiceRefusesForAWhileIsTriedAgainAndNotBeforeItSays() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, aResponse().withStatus(429).withHeader("Retry-After", "2"));
        way.meet(Call.METADATA, 2, aResponse().withStatus(503));
        way.meet(Call.RESULT, 2, aResponse().withStatus(503));
        gateway(way.url(), "one").start();

        bus.send(SQUARE, Map.of());

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(broker.heldFor("nextmv.waiting")).as("it waited there as long as the service asked for")
                .anyMatch(held -> held > 1000);
        List<LoggedRequest> tries = way.requests(Call.NEW_RUN);
        assertThat(tries).hasSize(2);
        assertThat(tries.get(1).getLoggedDate().getTime() - tries.get(0).getLoggedDate().getTime())
                .isGreaterThanOrEqualTo(2000);
    }

    @Test
    void aRunWhoseAnswerWasLostIsFoundByItsMarkAndNotStartedAgain() {
        Sandbox cloud = cloud(quick().withListLag(Duration.ofMillis(60)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, doneBut(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        gateway(way.url(), "one").start();

        bus.send(SQUARE, Map.of());

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void howeverManyRunsOthersStartMeanwhileADoubtIsConcludedAndTheInputIsCarriedForItTwice(boolean done) throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, done ? doneBut(aResponse().withStatus(502)) : aResponse().withStatus(502));
        way.meetAlways(Call.LIST, aResponse().withStatus(503));
        GatewayFixture gateway = gateway(way.url(), "one").with("nextmv.retry.max-delay", "1s").start();
        bus.send(SQUARE, Map.of());
        gateway.until("it is looked for", () -> !way.requests(Call.LIST).isEmpty());
        Neighbours.start(cloud, 170);
        way.mend();
        int failed = way.requests(Call.LIST).size();

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).extracting(RunView::name).filteredOn(name -> !name.equals(Neighbours.NAME)).hasSize(1);
        long looks = way.requests(Call.LIST).stream().skip(failed).filter(list -> !list.getUrl().contains("pagetoken"))
                .count();
        assertThat(looks).as("looks, and one that may have begun before").isLessThanOrEqualTo(done ? 2 : 3);
    }

    @Test
    void aRequestThatWasLostIsSentAgainWhenTheLooksHaveFoundNothing() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        gateway(way.url(), "one").with("nextmv.submit.look-up-delay", "300ms").start();

        bus.send(SQUARE, Map.of());

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).hasSize(1);
        int first = way.calls().indexOf(Call.NEW_RUN);
        int last = way.calls().lastIndexOf(Call.NEW_RUN);
        assertThat(way.calls().subList(first + 1, last)).filteredOn(Call.LIST::equals).as("looks in between")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void whenTheBrokerDiesAroundTheRequestTheRunIsLookedForAndNotStartedAgain() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, doneBut(aResponse().withStatus(200).withBody("{\"run_id\":\"lost\"}")
                .withFixedDelay(2000)));
        GatewayFixture gateway = gateway(way.url(), "one").start();
        bus.send(SQUARE, Map.of());
        gateway.until("the run was started", () -> cloud.runs().size() == 1);

        broker.close();
        begin();

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
        assertThat(way.requests(Call.LIST)).isNotEmpty();
        assertThat(bus.answerWithin("nextmv.outputs", 300)).isEmpty();
    }

    @Test
    void twoGatewaysShareTheStepsOfAllTickets() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(300)));
        List<FaultyCloud> ways = List.of(closed(new FaultyCloud(cloud)), closed(new FaultyCloud(cloud)));
        GatewayFixture one = gateway(ways.get(0).url(), "one").start();
        one.until("the first one listens", () -> broker.listeners("nextmv.inputs") > 0 && broker.listeners("nextmv.waiting") > 0);
        int before = broker.listeners("nextmv.waiting");
        gateway(ways.get(1).url(), "two").start();
        one.until("the second one listens", () -> broker.listeners("nextmv.waiting") > before);

        for (int i = 0; i < 60; i++) {
            bus.send(SQUARE, Map.of("NextmvInput", "square-" + i + ".json"));
        }

        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answered.add(bus.answer("nextmv.outputs").input());
        }
        assertThat(answered).doesNotHaveDuplicates();
        assertThat(bus.answerWithin("nextmv.outputs", 300)).isEmpty();
        assertThat(cloud.runs()).hasSize(60);
        for (Call call : List.of(Call.NEW_RUN, Call.RESULT)) {
            assertThat(ways).as("both have made requests: " + call).allSatisfy(way ->
                    assertThat(way.requests(call)).hasSizeGreaterThan(5));
        }
    }

    @Test
    void whatIsNoTicketGoesToTheErrorsWithAReport() {
        GatewayFixture gateway = gateway(cloud(quick()).url(), "one").start();

        bus.send("nextmv.waiting", "what is this".getBytes(StandardCharsets.UTF_8), Map.of());
        bus.send("nextmv.waiting", SQUARE.getBytes(StandardCharsets.UTF_8), Map.of("NextmvTicket", "abc", "NextmvStep",
                "CHECK", "NextmvBaggage", "{\"ticket.json\":\"{}\",\"../../../evil\":\"x\"}"));

        assertThat(List.of(bus.answer("nextmv.errors"), bus.answer("nextmv.errors"))).allSatisfy(back -> {
            assertThat(back.status()).isEqualTo("rejected");
            assertThat(back.report()).contains("no ticket");
        }).extracting(Outcome::body).containsExactlyInAnyOrder("what is this", SQUARE);
        gateway.until("nothing is left", () -> broker.count("nextmv.waiting") == 0);
    }

    @Test
    void aStepThatNeverComesToAnEndIsGivenUpWithAReport() {
        GatewayFixture gateway = gateway(cloud(quick()).url(), "one");
        Broken.always("nextmv-check", gateway, () -> new NullPointerException("nobody thought of that"));
        gateway.start();
        String ticket = "{'id':'abc','file':'a.json','state':'SUBMITTED','application_id':'x','run_id':'devint-1',"
                + "'claimed_at':'2026-01-01T00:00:00Z','deadline':'2099-01-01T00:00:00Z'}";
        bus.send("nextmv.waiting", SQUARE.getBytes(StandardCharsets.UTF_8), Map.of("NextmvTicket", "abc", "NextmvStep",
                "CHECK", "NextmvBaggage", "{\"ticket.json\":\"" + ticket.replace("'", "\\\"")
                + "\"}"));

        Outcome back = bus.answer("nextmv.errors");
        assertThat(back.report()).contains("20 times");
        assertThat(back.body()).isEqualTo(SQUARE);
    }

    @Test
    void anInputThatIsStreamedIsRunAsItIs() throws Exception {
        Sandbox cloud = cloud(quick());
        gateway(cloud.url(), "one").start();
        String large = SQUARE.replace("{\"stops\"", "{\"note\":\"" + "x".repeat(700_000) + "\",\"stops\"");

        bus.send(large, Map.of());

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        try (var input = cloud.openInput(cloud.runs().get(0).id()).orElseThrow()) {
            assertThat(input.readAllBytes()).asString().isEqualTo(large);
        }
    }

    @Test
    void anInputThatTheMessageOnlyPointsToIsFetchedWhereItIsNeededAndNotCarried() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        Path share = Files.createDirectories(home.resolve("share"));
        Path input = Files.writeString(share.resolve("square.json"), SQUARE.replace("}]}", "}]" + " ".repeat(40_000) + "}"));
        GatewayFixture gateway = gateway(cloud.url(), "one").with("nextmv.inputs.claim-check", share.toString()).start();

        bus.send("", Map.of("NextmvInputFile", input.toString()));

        gateway.until("its run is waited for", () -> cloud.runs().size() == 1 && !broker.dueIn("nextmv.waiting").isEmpty());
        assertThat(broker.bytes("nextmv.waiting")).isLessThan(20_000);
        try (var sent = cloud.openInput(cloud.runs().get(0).id()).orElseThrow()) {
            assertThat(sent.readAllBytes()).isEqualTo(Files.readAllBytes(input));
        }
    }

    @Test
    void aStopWaitsForTheStepAtHandAndNothingIsLeftInDoubt() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meetAlways(Call.NEW_RUN, aResponse().proxiedFrom(cloud.url()).withFixedDelay(800));
        GatewayFixture one = gateway(way.url(), "one").start();
        bus.send(SQUARE, Map.of());
        one.until("the request is on its way", () -> !way.requests(Call.NEW_RUN).isEmpty() || cloud.runs().size() == 1);

        one.stop();
        gateway(way.url(), "two").start();

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(way.requests(Call.LIST)).as("nobody had to look for the run").isEmpty();
    }

    @Test
    void aQueueOfAnotherBrokerThanTheInputsIsRefusedAtTheStart() {
        GatewayFixture gateway = gateway(cloud(quick()).url(), "one").with("nextmv.inputs.from", "kafka:nextmv.inputs");

        org.assertj.core.api.Assertions.assertThatThrownBy(gateway::start).hasStackTraceContaining("nextmv.waiting.in is set");
    }
}
