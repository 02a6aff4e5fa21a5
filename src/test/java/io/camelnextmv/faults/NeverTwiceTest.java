package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.camelnextmv.fixture.FaultyCloud.doneBut;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** The request that starts a run is never sent again before the run was looked for. */
@Tag("proof")
class NeverTwiceTest extends GatewayTest {

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"TOO_MANY", "TOO_MANY_FOR_A_SECOND"})
    void aRunWhoseAnswerWasLostIsFoundByItsMarkAndNotStartedAgain(Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", fault.timeout()).start();
        way.meet(Call.NEW_RUN, 1, doneBut(fault.answer()));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
        assertThat(way.requests(Call.LIST)).isNotEmpty();
        assertThat(way.requests(Call.QUEUE)).isNotEmpty();
        assertThat(cloud.runs()).extracting(RunView::name).containsExactly("orders.json");
        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"TOO_MANY", "TOO_MANY_FOR_A_SECOND"})
    void aRequestThatWasLostIsSentAgainOnlyAfterFourLooksAtTheQueueAndAtTheList(Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", fault.timeout()).start();
        way.meet(Call.NEW_RUN, 1, fault.answer());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        List<Call> between = betweenTheNewRuns(way);
        assertThat(between).filteredOn(Call.QUEUE::equals).hasSizeGreaterThanOrEqualTo(4);
        assertThat(between).filteredOn(Call.LIST::equals).hasSizeGreaterThanOrEqualTo(4);
        assertThat(cloud.runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void aKeyThatMayNotSeeTheQueueFindsTheRunInTheListAndPausesNothing(int status) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.NEW_RUN, 1, doneBut(Faulty.RESET.answer()));
        way.meetAlways(Call.QUEUE, aResponse().withStatus(status));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(gateway.log().says("Picking up pauses")).isFalse();
    }

    @Test
    void anInputInDoubtWhoseSidecarNamesNoApplicationHoldsUpNobody() {
        Sandbox cloud = cloud(quick().withUnknownApplications(Set.of("nowhere")));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.NEW_RUN, 1, Faulty.RESET.answer());

        gateway.drop("lost.json.nextmv.yaml", "application-id: nowhere");
        gateway.drop("lost.json", SQUARE);
        gateway.until("it was looked for", () -> !way.requests(Call.LIST).isEmpty());
        gateway.drop("other.json", SQUARE);
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("other.json");
        assertThat(GatewayFixture.names(gateway.errors())).contains("lost.json", "lost.error.json");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void theHttpClientRepeatsNothingByItself() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        // Long enough for a repeat of the client's own, which comes after a second or after the Retry-After.
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.look-up-delay", "400ms").start();
        way.meet(Call.NEW_RUN, 1, doneBut(Faulty.STATUS_503.answer().withHeader("Retry-After", "1")));
        way.meetAlways(Call.LIST, Faulty.STATUS_503.answer());

        gateway.drop("orders.json", SQUARE);
        gateway.until("the list was asked for again and again", () -> way.requests(Call.LIST).size() > 9);

        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
    }

    @Test
    void aRunThatTheListShowsLateIsFoundByALaterLook() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.NEW_RUN, 1, doneBut(Faulty.RESET.answer()));
        way.meet(Call.LIST, 2, aResponse().withBody("{\"runs\":[]}"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
        assertThat(way.requests(Call.LIST)).hasSizeGreaterThan(2);
        assertThat(cloud.runs()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Faulty.class)
    void faultsOfTheLookUpAreWaitedOutAndAreNoLooks(Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", fault.timeout()).start();
        way.meet(Call.NEW_RUN, 1, doneBut(Faulty.RESET.answer()));
        way.meet(Call.LIST, 2, fault.answer());
        way.meet(Call.QUEUE, 2, fault.answer());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(way.requests(Call.NEW_RUN)).hasSize(1);
        assertThat(cloud.runs()).hasSize(1);
    }

    private static List<Call> betweenTheNewRuns(FaultyCloud way) {
        List<Call> calls = way.calls();
        assertThat(calls).startsWith(Call.NEW_RUN);
        int second = calls.subList(1, calls.size()).indexOf(Call.NEW_RUN) + 1;
        assertThat(second).as("a second new run").isPositive();
        return calls.subList(1, second);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"TOO_MANY", "TOO_MANY_FOR_A_SECOND"})
    void aNewRunThatTheServiceHadNoRoomForIsInNoDoubt(Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(Call.NEW_RUN, 1, fault.answer());

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(way.calls()).startsWith(Call.NEW_RUN, Call.NEW_RUN);
        assertThat(cloud.runs()).hasSize(1);
    }
}
