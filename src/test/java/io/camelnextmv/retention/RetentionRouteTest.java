package io.camelnextmv.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.steer.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetentionRouteTest extends GatewayTest {
    @Test
    void aRunningGatewayRemovesWhatIsOldAndStatusSaysHowMuchThereIs() throws IOException {
        Path old = Files.createDirectories(home.resolve("archive/20200101-000000-a1b2-0001/input"));
        Files.writeString(old.resolve("a.json"), "{}");
        Files.writeString(old.resolveSibling("ticket.json"), "{\"id\":\"20200101-000000-a1b2-0001\",\"file\":\"a.json\","
                + "\"state\":\"DELIVERED\",\"application_id\":\"app\",\"claimed_at\":\"2020-01-01T00:00:00Z\","
                + "\"delivered_as\":\"a\",\"ending\":{\"fate\":\"OUTPUT\",\"status\":\"succeeded\",\"error\":\"\","
                + "\"what_to_do\":\"\",\"ended_at\":\"2020-01-01T00:00:00Z\",\"polls\":1,\"output_size\":0}}");
        Files.setLastModifiedTime(old.getParent(), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Files.createDirectory(home.resolve("outbox"));
        Files.writeString(home.resolve("outbox/old.json"), "{}");
        Files.writeString(Files.createDirectory(home.resolve("control")).resolve("retention.json"), "{\"seen\":\""
                + Instant.now() + "\",\"from\":\"2020-01-01T00:00:00Z\"}");

        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.until("it is gone", () -> GatewayFixture.names(gateway.archive()).isEmpty());

        gateway.until("it is told", () -> Commands.run(gateway.settings(), "status").out().contains("archive     0 tickets"));
        assertThat(Commands.run(gateway.settings(), "status").out()).contains("outbox      1 outputs, 2 B");
        assertThat(home.resolve("outbox/old.json")).exists();
    }
}
