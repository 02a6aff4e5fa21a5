package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest extends GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TICKET = "20260101-000000-dead-000";
    private GatewayFixture gateway;

    @BeforeEach
    void foldersOfAGatewayThatDoesNotRun() throws IOException {
        gateway = gateway("http://127.0.0.1:9");
        for (String name : List.of("inbox", "outbox", "errors", "canceled", "archive", "work")) {
            Files.createDirectories(home.resolve(name));
        }
    }

    private Said retry(String... args) {
        return Commands.run(gateway.settings(), Stream.concat(Stream.of("retry"), Stream.of(args)).toArray(String[]::new));
    }

    /** An input that came back, as the gateway would have placed it, with its ticket in the archive. */
    private void cameBack(String folder, String file, String stem, String ending, int number, String status)
            throws IOException {
        cameBack(home.resolve(folder), home.resolve("inbox"), file, stem, ending, number, status);
    }

    private void cameBack(Path folder, Path inbox, String file, String stem, String ending, int number, String status)
            throws IOException {
        Path archived = Files.createDirectories(home.resolve("archive").resolve(TICKET + number));
        ObjectNode ticket = JSON.createObjectNode().put("id", TICKET + number).put("file", file).put("state", "SUBMITTED")
                .put("application_id", "a").put("claimed_at", "2026-01-01T00:00:00Z").put("run_id", "run-" + number)
                .put("deadline", "2026-01-01T01:00:00Z");
        ticket.set("plan", JSON.createObjectNode().put("inbox", inbox.toString()));
        Files.writeString(archived.resolve("ticket.json"), ticket.toString());
        String report = JSON.createObjectNode().put("file", file).put("ticket", TICKET + number).put("application_id", "a")
                .put("run_id", "run-" + number).put("status", status).toString();
        Files.createDirectories(folder);
        Files.writeString(archived.resolve("report.json"), report);
        Files.writeString(folder.resolve(stem + ".error.json"), report);
        Files.writeString(folder.resolve(stem + ending), file);
    }

    @Test
    void whatIsNamedGoesBackWithItsSidecarAndTheRestStays() throws IOException {
        cameBack("errors", "orders.json", "orders", ".json", 1, "failed");
        cameBack("errors", "other.json", "other", ".json", 2, "failed");
        Files.writeString(gateway.errors().resolve("orders.json.nextmv.yaml"), "name: mine\n");

        Said said = retry("orders.json");

        assertThat(said.code()).isZero();
        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines()).hasSize(1);
        assertThat(said.out()).startsWith("orders.json → ").contains("inbox/orders.json (was failed, run run-1)");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactlyInAnyOrder("orders.json", "orders.json.nextmv.yaml");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("other.json", "other.error.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.devint-1.json", "orders.devint-1.error.json", "errors/orders.devint-1.json",
        TICKET + "1", "run-1"})
    void anInputIsNamedByWhatItIsCalledNowByItsReportItsTicketOrItsRun(String name) throws IOException {
        cameBack("errors", "orders.json", "orders.devint-1", ".json", 1, "failed");
        cameBack("errors", "orders.json", "orders", ".json", 2, "failed");

        assertThat(retry(name).code()).isZero();

        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactlyInAnyOrder("orders.json", "orders.error.json");
    }

    @ParameterizedTest
    @CsvSource({"Ko\u0308ln.json, K\u00f6ln.json", "K\u00f6ln.json, Ko\u0308ln.json", "-dash.json, -dash.json",
        "a b.json, a b.json"})
    void aNameIsFoundInBothSpellingsAndBehindADash(String there, String given) throws IOException {
        cameBack("errors", there, there.replace(".json", ""), ".json", 1, "failed");

        Said said = retry("--", given);

        assertThat(said.err()).isEmpty();
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly(there);
        assertThat(said.code()).isZero();
    }

    @Test
    void aNameWithADashIsTold() {
        assertThat(retry("-dash.json").err()).contains("camel-nextmv retry -- -dash.json");
    }

    @Test
    void aShellThatNamesAllFilesOfTheFolderNamesEachInputOnce() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "failed");
        cameBack("errors", "b.csv", "b", ".csv", 2, "rejected");

        Said said = retry(GatewayFixture.names(gateway.errors()).stream().map(name -> gateway.errors().resolve(name).toString())
                .toArray(String[]::new));

        assertThat(said.err()).isEmpty();
        assertThat(said.out().lines()).hasSize(2);
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
    }

    /** A shell that is given a pattern names what others have put there. */
    @Test
    void noNameIsThatOfAFileWithFurtherArguments() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "timed_out");
        Path arguments = Files.writeString(home.resolve("arguments"), "--all --yes");

        Said said = retry("@" + arguments);
        Said twice = retry("@@a.json");

        assertThat(said.code()).isEqualTo(3);
        assertThat(twice.err()).contains("@@a.json is not retried");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void aPathLeadsFromWhereItsCallerIs() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "failed");
        System.setProperty("camelnextmv.caller", gateway.errors().toString());
        try {
            Said said = retry("./a.json");

            assertThat(said.err()).isEmpty();
            assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("a.json");
        } finally {
            System.clearProperty("camelnextmv.caller");
        }
    }

    @Test
    void allAreThoseOfTheErrorsAndCanceledOnesAreNamed() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "failed");
        cameBack("errors", "b.json", "b", ".json", 2, "given_up");
        cameBack("canceled", "c.json", "c", ".json", 3, "canceled");

        Said all = retry("--all");

        assertThat(all.code()).isZero();
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactlyInAnyOrder("a.json", "b.json");
        assertThat(retry("--all").out()).isEqualTo("Nothing to retry: no report is in errors.\n");
        assertThat(retry("c.json").code()).isZero();
        assertThat(GatewayFixture.names(gateway.inbox())).contains("c.json");
        assertThat(GatewayFixture.names(gateway.canceled())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"timed_out", "in_doubt", "stuck", "a_word_of_next_year"})
    void whatMayStillRunIsNotRunASecondTimeUnlessSomebodySaysSo(String status) throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, status);
        cameBack("errors", "b.json", "b", ".json", 2, "failed");

        Said refused = retry("--all");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("a.json stays in ").contains("run run-1 may still go on (" + status).contains("--yes");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("b.json");
        assertThat(retry("--yes", "a.json").code()).isZero();
        assertThat(GatewayFixture.names(gateway.inbox())).contains("a.json");
    }

    @Test
    void whatIsNotThereIsToldAndTheOthersAreDone() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "failed");
        cameBack("errors", "twice.json", "twice", ".json", 2, "failed");
        cameBack("errors", "twice.json", "twice.run-3", ".json", 3, "failed");
        Files.delete(gateway.errors().resolve("twice.json"));
        Files.delete(gateway.errors().resolve("twice.run-3.json"));

        Said said = retry("nothing.json", "a.json", "twice.json", TICKET + "2");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).contains("nothing.json is not retried: nothing of that name")
                .contains("twice.json is not retried: 2 inputs are called so: retry by ticket: " + TICKET + "2, " + TICKET + "3")
                .contains("twice.json stays in ").contains("the input is not beside its report");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("a.json");
    }

    @Test
    void asJsonEachHasItsLine() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "failed");
        cameBack("errors", "b.json", "b", ".json", 2, "in_doubt");

        Said said = retry("--all", "--json");

        JsonNode lines = JSON.readTree(said.out());
        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).isEmpty();
        assertThat(lines.findValuesAsText("file")).containsExactly("a.json", "b.json");
        assertThat(lines.path(0).path("to").asText()).endsWith("inbox/a.json");
        assertThat(lines.path(0).path("run_id").asText()).isEqualTo("run-1");
        assertThat(lines.path(1).path("to").isNull()).isTrue();
        assertThat(lines.path(1).path("message").asText()).contains("may still go on");
    }

    @Test
    void eachGoesToTheInboxItCameFrom() throws IOException {
        gateway.with("nextmv.inboxes", "routing,packing").with("nextmv.inboxes.packing.errors.folder",
                home.resolve("errors").toString());
        for (String inbox : List.of("routing", "packing")) {
            Files.createDirectories(home.resolve(inbox).resolve("inbox"));
        }
        cameBack(home.resolve("routing/errors"), home.resolve("routing/inbox"), "a.json", "a", ".json", 1, "failed");
        cameBack(home.resolve("errors"), home.resolve("packing/inbox"), "b.json", "b", ".json", 2, "failed");
        cameBack(home.resolve("errors"), home.resolve("gone/inbox"), "c.json", "c", ".json", 3, "failed");
        cameBack(home.resolve("errors"), home.resolve("inbox"), "d.json", "d", ".json", 4, "failed");
        Files.delete(home.resolve("archive").resolve(TICKET + "4").resolve("ticket.json"));

        Said said = retry("--all");

        assertThat(GatewayFixture.names(home.resolve("routing/inbox"))).containsExactly("a.json");
        assertThat(GatewayFixture.names(home.resolve("packing/inbox"))).as(said.err()).containsExactly("b.json");
        assertThat(said.err()).contains("c.json stays in").contains("gone/inbox, which is no inbox of the settings")
                .contains("d.json stays in").contains("several inboxes share this folder");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(said.code()).isEqualTo(3);
    }

    @Test
    void whatOthersNameDoesNotSteerTheTerminal() throws IOException {
        cameBack("errors", "a\u001b[2J\u0007\n\u202eb.json", "a\u001b[2J\u0007\n\u202eb", ".json", 1, "failed");
        cameBack("errors", "c\u001b[2J.json", "c\u001b[2J", ".json", 2, "timed_out\u001b[2J");

        Said said = retry("--all", "--yes");
        Said unknown = retry("d\u001b[2J\n.json");

        assertThat(said.out() + unknown.err()).doesNotContain("\u001b", "\u0007", "\u202e").contains("a\\u001b[2J\\u0007");
        assertThat(said.out().lines()).hasSize(2);
        assertThat(unknown.err().lines()).hasSize(1);
    }

    @Test
    void aWrongCommandLineIsOne() {
        assertThat(retry().code()).isEqualTo(2);
        assertThat(retry("--all", "a.json").code()).isEqualTo(2);
    }

    @Test
    void twoAtTheSameTimeDoNotMeet() throws IOException {
        cameBack("errors", "a.json", "a", ".json", 1, "failed");
        Path control = Files.createDirectories(home.resolve("control"));
        try (FileChannel file = FileChannel.open(control.resolve("retry.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();

            Said said = retry("--all");

            assertThat(said.code()).isEqualTo(4);
            assertThat(said.err()).contains("another retry is at work");
        }
        assertThat(GatewayFixture.names(gateway.errors())).contains("a.json");
        assertThat(retry("--all").code()).isZero();
    }

    @Test
    void besideARunningGatewayAMendedInputAndAFolderAreRunOnceMoreAndOnceOnly() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture running = gateway(cloud).start();
        Files.createDirectories(running.inbox().resolve("case"));
        Files.writeString(running.inbox().resolve("case/a.txt"), "a");
        Files.writeString(running.inbox().resolve("case.nextmv.yaml"), "unknown-word: 1\n");
        Files.writeString(running.inbox().resolve("case.ready"), "");
        Files.writeString(running.inbox().resolve("orders.json.nextmv.yaml"), "name: at night\n");
        running.drop("orders.json", "{\"stops\":");
        running.until("both came back", () -> Files.exists(running.errors().resolve("orders.error.json"))
                && Files.exists(running.errors().resolve("case.error.json")));
        Files.writeString(running.errors().resolve("orders.json"), SQUARE);
        Files.writeString(running.errors().resolve("case.nextmv.yaml"), "name: a folder\n");

        Said said = Commands.run(running.settings(), "retry", "--all");

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        running.untilDone(4);
        assertThat(running.outbox().resolve("orders.json")).exists();
        assertThat(cloud.runs()).extracting(run -> run.name()).containsExactlyInAnyOrder("at night", "a folder");
        assertThat(GatewayFixture.names(running.inbox())).isEmpty();
        assertThat(GatewayFixture.names(running.archive())).hasSize(4);
    }
}
