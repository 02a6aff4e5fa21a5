package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.camelnextmv.fixture.FaultyCloud.doneBut;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.Neighbours;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** While one run is looked for, all others go on, here and elsewhere; and it is not started twice, however many there are. */
@Tag("proof")
class InDoubtStopsNobodyTest extends GatewayTest {

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = {"RESET", "NOTHING", "SILENCE", "STATUS_502", "HALF_AN_ANSWER"})
    void othersOfTheSameApplicationAreSubmittedWhileOneIsLookedFor(Faulty fault) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.concurrency", "1")
                // Long enough for the others, of whom one that is lost too would wait for the list as well.
                .with("nextmv.http.response-timeout", "8s").start();
        way.meetOnce(Call.NEW_RUN, "lost.json", doneBut(fault == Faulty.SILENCE ? aResponse().withFixedDelay(60_000)
                : fault.answer()));
        way.meetAlways(Call.LIST, Faulty.STATUS_503.answer());

        gateway.drop("lost.json", SQUARE);
        gateway.until("its answer was lost", () -> !way.requests(Call.NEW_RUN).isEmpty());
        for (int i = 0; i < 20; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilDone(20);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20).doesNotContain("lost.json");
        way.mend();
        gateway.untilDone(21);
        assertThat(cloud.runs()).hasSize(21);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
    }

    @Test
    void manyInDoubtAtTheSameTimeShareTheirLooks() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.look-up-delay", "2s").start();
        way.meetAlways(Call.NEW_RUN, doneBut(Faulty.RESET.answer()));
        way.meetAlways(Call.LIST, Faulty.STATUS_503.answer());
        for (int i = 0; i < 40; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("all answers were lost", () -> way.requests(Call.NEW_RUN).size() == 40);
        way.mend();
        int before = way.requests(Call.LIST).size();
        gateway.untilDone(40);

        assertThat(cloud.runs()).hasSize(40);
        assertThat(way.requests(Call.LIST).size() - before).as("looks").isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void howeverManyRunsOthersStartMeanwhileTheListIsReadBackToTheTimeOfTheRequest(boolean done) throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        Neighbours.start(cloud, 30);
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetOnce(Call.NEW_RUN, "orders.json", done ? doneBut(Faulty.RESET.answer()) : Faulty.RESET.answer());
        way.meetAlways(Call.LIST, Faulty.STATUS_503.answer());
        gateway.drop("orders.json", SQUARE);
        gateway.until("its answer was lost", () -> !way.requests(Call.NEW_RUN).isEmpty());
        Neighbours.start(cloud, 180);
        way.mend();
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(cloud.runs()).extracting(RunView::name).filteredOn("orders.json"::equals).hasSize(1);
        assertThat(way.requests(Call.LIST)).extracting(LoggedRequest::getUrl)
                .as("the token, escaped as it must be").anyMatch(url -> url.matches(".*[?]pagetoken=%26page%3D\\d+%23%2B%2F%252B(\\+|%20)%C3%A9"));
    }

    @Test
    void afterARestartAllThatIsInDoubtIsLookedForTogetherAndNewInputsDoNotWait() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.NEW_RUN, doneBut(Faulty.RESET.answer()));
        way.meetAlways(Call.LIST, Faulty.STATUS_503.answer());
        for (int i = 0; i < 10; i++) {
            gateway.drop("lost-" + i + ".json", SQUARE);
        }
        gateway.until("all answers were lost", () -> cloud.runs().size() == 10);
        gateway.stop();
        way.mend();
        way.meetAlways(Call.LIST, Faulty.STATUS_503.answer());
        gateway.start();
        gateway.drop("new.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("new.json");
        way.mend();
        gateway.untilDone(11);
        assertThat(cloud.runs()).hasSize(11);
    }
}
