package io.camelnextmv.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application as it is, against a sandbox of the test's own. */
class PlannerTest {
    private static final String ORDERS = "{\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":1,\"y\":0}]}";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"picocli.CommandLine", "io.vertx.core.Vertx", "ch.qos.logback.classic.Logger",
        "jakarta.jms.Message", "org.apache.kafka.clients.producer.Producer"})
    void ofWhatItDidNotAskForNothingIsThere(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void bothOfItsRoutesGetTheirPlans() throws Exception {
        SandboxSettings settings = SandboxSettings.defaults().withPort(0).withRunTime(Duration.ZERO);
        try (Sandbox cloud = new Sandbox(settings).start()) {
            Main planner = new Main(Planner.class);
            planner.addOverrideProperty("nextmv.url", cloud.url());
            planner.addOverrideProperty("nextmv.home", folder.resolve("data").toString());
            planner.addOverrideProperty("planner.folder", folder.resolve("plans").toString());
            planner.addOverrideProperty("nextmv.durability", "os");
            planner.start();
            try {
                planner.getCamelContext().createProducerTemplate()
                        .requestBodyAndHeader("direct:plan", ORDERS, "day", "monday");

                assertThat(folder.resolve("plans").resolve("monday.json")).content().contains("\"length\"");
                await().atMost(Duration.ofSeconds(60)).until(() -> cloud.runs().stream()
                        .filter(run -> run.status() == RunStatus.SUCCEEDED).count() == 2);
                assertThat(cloud.runs()).extracting(RunView::name).anyMatch(name -> name.startsWith("plan of "));
            } finally {
                planner.stop();
            }
        }
    }
}
