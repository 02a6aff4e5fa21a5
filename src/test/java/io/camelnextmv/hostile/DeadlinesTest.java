package io.camelnextmv.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole request has a deadline that grows with what is transferred: progress has its time, a trickle has not. */
@Tag("proof")
class DeadlinesTest extends GatewayTest {
    private static final String METADATA = "{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":6000000}}";

    @ParameterizedTest
    @EnumSource(value = Call.class, names = {"NEW_RUN", "METADATA", "RESULT"})
    void moreAnswersThatTrickleThanThereAreThreadsHoldNobodyForEver(Call call) {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.http.response-timeout", "250ms").start();
        cloud.lie(call, 12, Evil.SLOW_BODY.lie());

        for (int i = 0; i < 12; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilDone(12);

        assertThat(cloud.isTold(call)).isTrue();
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(12);
    }

    @Test
    void aSlowDownloadThatMakesProgressIsBroughtHomeAtTheFirstTryHoweverLongItTakes() {
        String output = "{\"solution\":\"" + "x".repeat(600_000) + "\"}";
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        AtomicInteger stoodStill = new AtomicInteger();
        cloud.lie(Call.METADATA, 9, out -> answer(out, METADATA));
        cloud.lie(Call.RESULT, 9, out -> answer(out, "{\"output\":{\"url\":\"" + cloud.url() + "/storage/x\"}}"));
        cloud.lie(Call.STORAGE, 9, out -> {
            LyingCloud.text(out, "HTTP/1.1 200 OK\r\nContent-Length: " + output.length() + "\r\n\r\n");
            long last = System.nanoTime();
            for (int at = 0; at < output.length(); at += 10_000) {
                try {
                    LyingCloud.text(out, output.substring(at, Math.min(output.length(), at + 10_000)));
                    out.flush();
                } finally {
                    // It is not the download that is so slow: the machine is.
                    stoodStill.addAndGet(System.nanoTime() - last > 500_000_000 ? 1 : 0);
                    last = System.nanoTime();
                }
                // 100 kB a second, for six seconds: three times as long as an answer of no size may take.
                LockSupport.parkNanos(100_000_000);
            }
        });
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.http.response-timeout", "1s").start();

        gateway.drop("large.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("large.json")).hasContent(output);
        assertThat(cloud.calls(Call.STORAGE)).isBetween(1, 1 + stoodStill.get());
    }

    @Test
    void anUploadThatTheStorageDoesNotTakeInIsGivenUpAndSentAgain() {
        LyingCloud cloud = closed(new LyingCloud(cloud(quick())));
        // Long enough for all of it to be taken in, packed, on a busy machine.
        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.http.response-timeout", "1s").start();
        cloud.lieUnread(Call.UPLOAD, 1, out -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(1_000_000_000L);
            }
        });

        gateway.drop("large.csv", new java.util.Random(1).ints(3_000_000, 0, 10_000)
                .collect(StringBuilder::new, (text, number) -> text.append(number).append('\n'), StringBuilder::append)
                .toString());
        gateway.untilDone(1);

        assertThat(cloud.calls(Call.UPLOAD)).isGreaterThanOrEqualTo(2);
        assertThat(gateway.log().says("did not come in")).isTrue();
    }

    static void answer(OutputStream out, String json) throws java.io.IOException {
        LyingCloud.text(out, "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + json.length()
                + "\r\n\r\n" + json);
    }
}
