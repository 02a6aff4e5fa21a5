package io.camelnextmv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an upload meets is told as what it is, and waited out for as long as is asked for. */
class UploadFaultTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "UPLOAD     | 503 | the object storage answered 503",
        "UPLOAD     | 500 | the object storage answered 500",
        "UPLOAD     | 429 | the object storage answered 429",
        "UPLOAD     | 403 | the object storage answered 403: the address has expired or was not accepted",
        "UPLOAD     | 400 | the object storage answered 400",
        "UPLOAD     | 307 | the object storage answered 307",
        "UPLOAD     | 0   | the object storage did not take or give the whole file",
        "UPLOAD_URL | 503 | the service answered 503",
        "UPLOAD_URL | 429 | the service asks to slow down: 429",
        "UPLOAD_URL | 302 | the service answers with a redirect (302)",
        "UPLOAD_URL | 0   | the answer was lost"})
    void aFaultOfAnUploadIsToldAsTheFaultThatItIs(Call call, int status, String sentence) {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(cloud.url()).start();
        cloud.lie(call, 1, out -> {
            if (status > 0) {
                LyingCloud.text(out, "HTTP/1.1 " + status + " .\r\nLocation: http://127.0.0.1:9/\r\n"
                        + "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
            }
        });

        gateway.drop("stops.csv", "id,x,y\na,0,0\n");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(1);
        assertThat(gateway.log().lines()).anyMatch(line -> line.contains(sentence));
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("unexpected") || line.contains("Exception"));
    }

    @ParameterizedTest
    @CsvSource({"UPLOAD", "UPLOAD_URL"})
    void theWaitThatIsAskedForIsKept(Call call) {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(cloud.url()).start();
        cloud.lie(call, 1, out -> LyingCloud.text(out,
                "HTTP/1.1 503 .\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"));

        Instant begun = Instant.now();
        gateway.drop("stops.csv", "id,x,y\na,0,0\n");
        gateway.untilDone(1);

        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
        assertThat(cloud.calls(call)).isEqualTo(2);
    }
}
