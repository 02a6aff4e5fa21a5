package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What came of all inputs, when nothing is on its way any more.
 *
 * @param inputs   how many were dropped
 * @param outputs  how many have an output
 * @param errors   how many lie in the errors folder
 * @param canceled how many were canceled
 * @param runs     how many runs the service has started
 * @param inDoubt  how many of the errors say that nobody can tell whether a run was started: more runs were started
 *                 since than the service lists
 */
record Account(int inputs, int outputs, int errors, int canceled, int runs, int inDoubt) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "camel-nextmv ticket ";

    /** Counts, and fails at the first thing that does not add up. */
    static Account of(Path home, Inputs inputs, Sandbox sandbox) throws IOException {
        assertThat(Scene.list(home.resolve("inbox"))).as("the inbox").isEmpty();
        assertThat(Scene.list(home.resolve("work"))).as("work/")
                .allSatisfy(entry -> assertThat(entry.getFileName().toString()).matches("\\.gateway-\\w{4}\\.lock"));

        Map<String, RunView> runs = new HashMap<>();
        for (RunView run : sandbox.runs()) {
            assertThat(run.description()).startsWith(MARK);
            assertThat(runs.put(run.description().substring(MARK.length()), run)).as("a second run of one ticket: %s",
                    run).isNull();
        }
        int inDoubt = 0;
        int startedInDoubt = 0;
        List<String> archived = new ArrayList<>();
        TreeSet<String> outbox = new TreeSet<>();
        TreeSet<String> errors = new TreeSet<>();
        TreeSet<String> canceled = new TreeSet<>();
        for (Path folder : Scene.list(home.resolve("archive"))) {
            JsonNode ticket = JSON.readTree(folder.resolve("ticket.json").toFile());
            String id = folder.getFileName().toString();
            assertThat(ticket.path("id").asText()).isEqualTo(id);
            assertThat(ticket.path("state").asText()).isEqualToIgnoringCase("delivered");
            String input = Files.readString(folder.resolve("input").resolve(ticket.path("file").asText()));
            archived.add(input);
            RunView run = runs.remove(id);
            if (ticket.path("ending").path("status").asText().equals("in_doubt")) {
                inDoubt++;
                startedInDoubt += run == null ? 0 : 1;
                back(home.resolve("errors"), ticket, input, errors);
                continue;
            }
            Optional<String> known = Optional.of(ticket.path("run_id")).filter(JsonNode::isTextual).map(JsonNode::asText);
            assertThat(known.orElse("")).as("the run of %s", ticket)
                    .isEqualTo(run == null ? "" : run.id());
            if (run == null) {
                assertThat(input).as("an input without a run: %s", ticket).doesNotStartWith("{");
                back(home.resolve("errors"), ticket, input, errors);
                continue;
            }
            assertThat(text(sandbox.openInput(run.id()).orElseThrow())).isEqualTo(input);
            switch (run.status()) {
                case SUCCEEDED -> {
                    String name = stem(ticket) + ending(ticket);
                    assertThat(Files.readString(home.resolve("outbox").resolve(name))).as("the output of %s", ticket)
                            .isEqualTo(text(sandbox.openOutput(run.id()).orElseThrow()));
                    assertThat(outbox.add(name)).isTrue();
                }
                case FAILED -> back(home.resolve("errors"), ticket, input, errors);
                case CANCELED -> back(home.resolve("canceled"), ticket, input, canceled);
                default -> throw new AssertionError("delivered, but " + run);
            }
        }
        assertThat(runs).as("runs without a ticket").isEmpty();
        assertThat(archived).as("the inputs, each once").containsExactlyInAnyOrderElementsOf(inputs.dropped());
        assertThat(names(home.resolve("outbox"))).as("the outbox").isEqualTo(outbox);
        assertThat(names(home.resolve("errors"))).as("the errors folder").isEqualTo(errors);
        assertThat(names(home.resolve("canceled"))).as("the folder of the canceled").isEqualTo(canceled);
        Account account = new Account(inputs.count(), outbox.size(), errors.size() / 2, canceled.size() / 2,
                sandbox.runs().size(), inDoubt);
        assertThat(account.outputs() + account.errors() + account.canceled()).isEqualTo(account.inputs());
        assertThat(account.runs()).isEqualTo(account.inputs() - inputs.withoutRun() - inDoubt + startedInDoubt);
        return account;
    }

    /** The input came back, with a report beside it. */
    private static void back(Path folder, JsonNode ticket, String input, TreeSet<String> names) throws IOException {
        String file = stem(ticket) + ending(ticket);
        String report = stem(ticket) + ".error.json";
        assertThat(Files.readString(folder.resolve(file))).as("the input of %s", ticket).isEqualTo(input);
        assertThat(JSON.readTree(folder.resolve(report).toFile()).path("ticket").asText())
                .isEqualTo(ticket.path("id").asText());
        assertThat(names.add(file) && names.add(report)).as("names of their own").isTrue();
    }

    /** Nobody was left with a question. */
    Account withoutDoubt() {
        assertThat(inDoubt).as("inputs of which nobody can tell whether a run was started").isZero();
        return this;
    }

    private static String stem(JsonNode ticket) {
        return ticket.path("delivered_as").asText();
    }

    private static String ending(JsonNode ticket) {
        String file = ticket.path("file").asText();
        return file.substring(file.lastIndexOf('.'));
    }

    private static TreeSet<String> names(Path folder) {
        TreeSet<String> names = new TreeSet<>();
        Scene.list(folder).forEach(file -> names.add(file.getFileName().toString()));
        return names;
    }

    private static String text(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
