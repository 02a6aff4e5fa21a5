package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.camelnextmv.NextmvBeans;
import io.camelnextmv.client.NextmvRuns;
import io.camelnextmv.client.Outcome;
import io.camelnextmv.client.RunInput;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.PatientCloud;
import io.camelnextmv.reply.RunWithoutOutput;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs from plain Java, in a context that got its settings from a map. */
class NextmvRunsTest extends GatewayTest {
    private Sandbox cloud;
    private CamelContext context;

    private NextmvRuns runs(GatewayFixture settings) throws Exception {
        context = closed(new DefaultCamelContext());
        NextmvBeans.addTo(context, settings.settings());
        NextmvRuns runs = new NextmvRuns(context);
        context.start();
        return runs;
    }

    private NextmvRuns runs() throws Exception {
        cloud = cloud(quick());
        return runs(gateway(cloud));
    }

    private static Outcome ended(CompletionStage<Outcome> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Throwable failed(CompletionStage<Outcome> stage) {
        Throwable thrown = catchThrowable(() -> ended(stage));
        return thrown instanceof CompletionException ? thrown.getCause() : thrown;
    }

    @Test
    void aTextBytesAFileAndAStreamBecomeRunsAndTheirOutputsCome() throws Exception {
        NextmvRuns runs = runs();
        byte[] bytes = SQUARE.getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(home.resolve("depots.json"), bytes);
        Map<String, Object> options = Map.of("seed", 7);

        List<Outcome> outcomes = List.of(ended(runs.submit(SQUARE, options)), ended(runs.submit(bytes, options)),
                ended(runs.submit(file, options)), ended(runs.submit(new ByteArrayInputStream(bytes), options)));

        assertThat(outcomes).extracting(Outcome::status).containsOnly("succeeded");
        assertThat(outcomes).extracting(Outcome::runId)
                .containsExactlyInAnyOrderElementsOf(cloud.runs().stream().map(RunView::id).toList());
        for (Outcome outcome : outcomes) {
            assertThat(outcome.text()).contains("\"length\"");
            assertThat(outcome.output().getParent().getFileName()).hasToString(outcome.ticket());
            assertThat(cloud.openInput(outcome.runId()).orElseThrow().readAllBytes()).isEqualTo(bytes);
        }
        assertThat(cloud.runs()).extracting(RunView::options).containsOnly(Map.of("seed", "7"));
        assertThat(cloud.runs()).extracting(RunView::name).contains("depots.json", "message.json");
        assertThat(file).exists();
    }

    @Test
    void anInputSaysWhatItsRunIsStartedWithAndNothingElse() throws Exception {
        NextmvRuns runs = runs();

        ended(runs.submit(RunInput.of(SQUARE).named("night.json").with("application-id", "packing")
                .with("queuing.priority", "2")));

        assertThat(cloud.runs()).singleElement().satisfies(run -> {
            assertThat(run.application()).isEqualTo("packing");
            assertThat(run.priority()).isEqualTo(2);
            assertThat(run.name()).isEqualTo("night.json");
        });
        assertThatThrownBy(() -> RunInput.of(SQUARE).with("priority", "2")).hasMessageContaining("queuing.priority");
    }

    @Test
    void theTicketIsOnDiskWhenTheSubmissionComesBack() throws Exception {
        GatewayFixture folders = gateway("http://127.0.0.1:1");
        NextmvRuns runs = runs(folders);

        CompletionStage<Outcome> stage = runs.submit(SQUARE, Map.of());

        assertThat(folders.ticketNames()).hasSize(1);
        assertThat(folders.work().resolve(folders.ticketNames().get(0)).resolve("ticket.json")).exists();
        assertThat(stage.toCompletableFuture()).isNotDone();
    }

    @Test
    void aFailedRunTellsItsReport() throws Exception {
        NextmvRuns runs = runs();

        Throwable thrown = failed(runs.submit("{\"fail\":\"no vehicle is large enough\"}", Map.of()));

        assertThat(thrown).isInstanceOfSatisfying(RunWithoutOutput.class, nothing -> {
            assertThat(nothing.status()).isEqualTo("failed");
            assertThat(nothing.runId()).contains(cloud.runs().get(0).id());
        });
        assertThat(((RunWithoutOutput) thrown).reportText().orElseThrow()).contains("no vehicle is large enough")
                .contains("\"what_to_do\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../orders.json", "a/b.json"})
    void whatCannotBecomeATicketIsToldByTheStageToo(String name) throws Exception {
        NextmvRuns runs = runs();

        assertThat(failed(runs.submit(RunInput.of(SQUARE).named(name)))).isInstanceOf(IllegalArgumentException.class);
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void afterAStopTheRunGoesOnAtTheNextStartAndItsOutputGoesToTheOutbox() throws Exception {
        PatientCloud patient = closed(PatientCloud.open());
        GatewayFixture folders = gateway(patient.url());
        NextmvRuns runs = runs(folders);
        CompletableFuture<Outcome> stage = runs.submit(SQUARE, Map.of()).toCompletableFuture();
        folders.untilWaiting(1);

        context.stop();

        assertThat(failed(stage)).isInstanceOfSatisfying(RunWithoutOutput.class,
                nothing -> assertThat(nothing.status()).isEqualTo(RunWithoutOutput.STOPPED));
        assertThat(runs.submit(SQUARE, Map.of()).toCompletableFuture()).isCompletedExceptionally();
        patient.release();
        runs(folders);
        folders.untilDone(1);
        assertThat(GatewayFixture.names(folders.outbox())).containsExactly("message.json");
        assertThat(patient.runs()).isEqualTo(1);
    }

    @Test
    @Tag("proof")
    void aThousandThatWaitHoldNoThread() throws Exception {
        int many = 1000;
        PatientCloud patient = closed(PatientCloud.open());
        GatewayFixture folders = gateway(patient.url()).with("nextmv.submit.concurrency", "8")
                .with("nextmv.durability", "os").with("nextmv.poll.via", "metadata").with("nextmv.poll.initial-delay", "2s")
                .with("nextmv.poll.delay", "10s").with("nextmv.poll.max-delay", "10s");
        NextmvRuns runs = runs(folders);
        int before = Thread.activeCount();
        List<CompletableFuture<Outcome>> stages = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            stages.add(runs.submit("{\"n\":" + i + "}", Map.of()).toCompletableFuture());
        }

        folders.until("all are submitted", () -> patient.runs() == many);

        assertThat(stages).noneMatch(CompletableFuture::isDone);
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.contains("nextmv-answers"));
        assertThat(Thread.activeCount() - before).as("threads more than before").isLessThan(200);
        context.stop();
        assertThat(stages).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void settingsOfAMapWinOverThePropertiesOfTheContextAndStrangersAreRefused() throws Exception {
        cloud = cloud(quick());
        Map<String, String> settings = new HashMap<>(gateway(cloud).settings());
        settings.put("nextmv.options.seed", "7");
        context = closed(new DefaultCamelContext());
        context.getPropertiesComponent().addInitialProperty("nextmv.application-id", "not-this-one");

        NextmvBeans.addTo(context, settings);
        NextmvRuns runs = new NextmvRuns(context);
        context.start();
        ended(runs.submit(SQUARE, Map.of()));

        assertThat(cloud.runs()).singleElement().satisfies(run -> {
            assertThat(run.application()).isEqualTo(settings.get("nextmv.application-id"));
            assertThat(run.options()).containsEntry("seed", "7");
        });
        for (String stranger : List.of("nextmv.pol.delay", "home", "camel.main.name")) {
            assertThatThrownBy(() -> NextmvBeans.addTo(new DefaultCamelContext(), Map.of(stranger, "1")))
                    .isInstanceOf(BadSetting.class).hasMessageContaining(stranger);
        }
    }
}
