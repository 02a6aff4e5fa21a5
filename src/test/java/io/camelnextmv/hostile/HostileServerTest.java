package io.camelnextmv.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that answers each kind of request with each kind of evil: after that every input is served. */
@Tag("proof")
class HostileServerTest extends GatewayTest {
    private static final Set<Call> ASKED = EnumSet.of(Call.UPLOAD_URL, Call.UPLOAD, Call.NEW_RUN, Call.METADATA,
            Call.RESULT, Call.LOGS, Call.ASSETS, Call.ASSET, Call.STORAGE, Call.LIST, Call.QUEUE);

    @ParameterizedTest
    @EnumSource(Evil.class)
    void whateverAServerAnswersOrdinaryInputsAreServedAfterIt(Evil evil) {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.http.response-timeout", "250ms")
                .with("nextmv.deliver.logs", "always").with("nextmv.deliver.assets", "true")
                .with("nextmv.download.max-bytes", "30000000").start();
        for (Call call : ASKED) {
            cloud.lie(call, 1, evil.lie());
        }

        gateway.drop("orders.json", SQUARE);
        gateway.drop("stops.csv", "id,x,y\na,0,0\nb,1,1\n");
        gateway.drop("bad.json", "{\"stops\":[],\"fail\":\"no way\"}");
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.archive())).hasSize(3);
        assertThat(GatewayFixture.names(gateway.errors())).as("the failed run").contains("bad.error.json");
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("unexpected") || line.contains("OutOfMemory")
                || line.contains("a folder or file cannot be used"));
    }
}
