package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.payload.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a run's log. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = {"Prints what a run has logged so far.",
    "With --follow it goes on with what the run logs from then on, until the run has ended, or until Ctrl-C, which leaves"
            + " the run alone."})
final class LogsCommand implements Callable<Integer> {
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled");
    /** Between two looks, whatever the service asks for, in seconds. */
    private static final int LONGEST = 30;
    /** So many looks in a row that fail are waited out. */
    private static final int MOST_FAULTS = 10;
    /** Of a log that is printed, in characters. */
    private static final int PIECE = 8192;
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunOptions run;
    @Option(names = {"-f", "--follow"}, description = "Go on with what it logs from now on, until it has ended.")
    private boolean follow;

    LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (CloudSession session = context.session(run.inbox())) {
            ApiPath logs = ApiPath.runs(run.application(session.files())).run(run.run()).plus("/logs");
            if (follow) {
                follow(session, logs.plus("/live"));
            } else {
                print(session, logs);
            }
        }
        return 0;
    }

    /** By way of the disk: however long it is, all of it is printed, and no more than a piece is in memory. */
    private void print(CloudSession session, ApiPath logs) throws IOException {
        try (FetchedFile fetched = FetchedFile.of(Optional.empty())) {
            session.save(logs, fetched.answer());
            try {
                JsonText.write(fetched.answer(), "log", fetched.path());
            } catch (UnreadableAnswer e) {
                // What is not strictly JSON is read as every other answer is.
                print(CloudSession.tree(Files.readAllBytes(fetched.answer())).path("log").asText(""));
                return;
            }
            try (Reader text = new BufferedReader(new InputStreamReader(Files.newInputStream(fetched.path()),
                    StandardCharsets.UTF_8))) {
                print(text);
            }
        }
    }

    /** Piece by piece; none ends in the middle of a character, or of an end of line. */
    private void print(Reader text) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        StringBuilder piece = new StringBuilder();
        char last = '\n';
        for (int next = text.read(); next >= 0; next = text.read()) {
            last = (char) next;
            piece.append(last);
            if (piece.length() >= PIECE && last != '\r' && !Character.isHighSurrogate(last)) {
                out.print(Printable.text(piece.toString()));
                piece.setLength(0);
            }
        }
        out.print(Printable.text(piece.toString()));
        if (last != '\n') {
            out.println();
        }
        out.flush();
    }

    /** One look after the other, each behind what the one before has shown. */
    private void follow(CloudSession session, ApiPath live) throws IOException, InterruptedException {
        String since = "";
        int faults = 0;
        int shown = 0;
        while (!Terminal.isGone(spec.commandLine().getOut())) {
            long pause;
            try {
                JsonNode page = session.json(live.plus(since.isEmpty() ? ""
                        : "?since=" + URLEncoder.encode(since, StandardCharsets.UTF_8)));
                faults = 0;
                // Without a token for what comes next, the same page comes again, with more in it.
                int items = page.path("items").size();
                for (int i = shown; i < items; i++) {
                    print(page.path("items").path(i).path("log").asText(""));
                }
                boolean more = items > shown;
                String next = page.path("next_page_token").asText("");
                shown = next.isEmpty() || next.equals(since) ? Math.max(items, shown) : 0;
                if (ENDED.contains(page.path("status_v2").asText("")) && (!more || next.isEmpty() || next.equals(since))) {
                    return;
                }
                since = next.isEmpty() ? since : next;
                pause = more ? page.path("next_available_in_seconds").asInt(1)
                        : Math.max(1, page.path("next_available_in_seconds").asInt(1));
            } catch (Fault | UnreadableAnswer fault) {
                if (++faults > MOST_FAULTS || fault instanceof Fault told && !isPassing(told)) {
                    throw fault;
                }
                pause = faults;
            }
            Thread.sleep(1000L * Math.max(0, Math.min(pause, LONGEST)));
        }
    }

    private static boolean isPassing(Fault fault) {
        return switch (fault.kind()) {
            case NOT_SENT, SERVICE, PAUSED, BUSY -> true;
            case SETTINGS, FORBIDDEN, REQUEST, NOT_FOUND -> false;
        };
    }

    private void print(String log) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(Printable.text(log));
        if (!log.isEmpty() && !log.endsWith("\n")) {
            out.println();
        }
        out.flush();
    }
}
