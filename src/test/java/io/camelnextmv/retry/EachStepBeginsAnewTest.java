package io.camelnextmv.retry;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What one step of a ticket has met makes the delays of the next one no longer. */
class EachStepBeginsAnewTest extends GatewayTest {
    private static final Pattern AGAIN = Pattern.compile("trying again in (\\d+) ms");
    private static final int FAULTS = 4;

    @Test
    void theFirstFaultOfADeliveryIsWaitedOutAsShortlyAsTheFirstFaultOfACheck() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.retry.max-delay", "10s").start();
        way.meet(Call.METADATA, FAULTS, aResponse().withStatus(500));
        way.meet(Call.RESULT, 1, aResponse().withStatus(500));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        List<Integer> delays = gateway.log().lines().stream().flatMap(line -> AGAIN.matcher(line).results())
                .map(found -> Integer.valueOf(found.group(1))).toList();
        assertThat(delays).hasSize(FAULTS + 1);
        assertThat(delays.get(FAULTS - 1)).as("they grow while a step fails").isGreaterThan(4 * delays.get(0));
        assertThat(delays.get(FAULTS)).isLessThan(2 * delays.get(0));
    }
}
