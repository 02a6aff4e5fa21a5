package io.camelnextmv.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ManagedInputTest extends GatewayTest {

    @Test
    void aFileThatStandsAloneAndNamesAManagedInputStartsARunOfIt() throws Exception {
        Sandbox cloud = cloud(quick());
        cloud.addInput("input-1", SQUARE.getBytes(StandardCharsets.UTF_8));
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.nextmv.yaml", "input_id: input-1\noptions: {depth: 3}\n");
        gateway.drop("others.nextmv.json", "{\"input-id\": \"input-1\"}");
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json", "others.json");
        assertThat(gateway.outbox().resolve("orders.json")).content().contains("\"length\":4.0");
        assertThat(cloud.runs()).filteredOn(run -> run.name().equals("orders.nextmv.yaml")).singleElement()
                .satisfies(run -> assertThat(run.options()).containsEntry("depth", "3"));
    }

    @Test
    void aManagedInputThatNobodyKnowsIsAnErrorOfTheFile() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.nextmv.yaml", "input-id: nobody-knows\n");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.error.json", "orders.nextmv.yaml");
        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error").asText())
                .contains("input_id");
    }

    @Test
    void anInputAndAManagedInputAtOnceAreRefused() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);

        gateway.drop("others.json", SQUARE);
        gateway.drop("others.json.nextmv.yaml", "input-id: input-1\n");
        gateway.start().untilDone(1);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("others.error.json", "others.json",
                "others.json.nextmv.yaml");
        assertThat(GatewayFixture.json(gateway.errors().resolve("others.error.json")).path("error").asText())
                .contains("stands alone");
    }
}
