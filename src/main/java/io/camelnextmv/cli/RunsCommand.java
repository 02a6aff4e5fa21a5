package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.logging.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints an application's newest runs. */
@Command(name = "runs", mixinStandardHelpOptions = true,
        description = "Prints an application's newest runs, the newest first: 50, or as many as --limit and --all say.")
final class RunsCommand implements Callable<Integer> {
    private static final List<String> STATUSES = List.of("queued", "running", "succeeded", "failed", "canceled");
    private static final long PAGE = 50;
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Option(names = "--json", description = "Print the service's answer as it is; of several pages, or with --status, the"
            + " rows.")
    private boolean json;
    @Mixin
    private InboxOption inbox;
    @Option(names = "--all", description = "All runs there are, page by page.")
    private boolean all;
    @Option(names = "--limit", paramLabel = "<number>", description = "So many runs at most, page by page.")
    private Long limit;
    @Option(names = "--status", paramLabel = "<status>", split = ",", description = "Only runs that are so: queued, running,"
            + " succeeded, failed or canceled; several are separated by commas. It is looked for them page by page.")
    private Set<String> statuses = new LinkedHashSet<>();
    @Option(names = "--application", paramLabel = "<id>",
            description = "The application; nextmv.application-id if left out.")
    private String application;

    RunsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        check();
        PrintWriter out = spec.commandLine().getOut();
        try (CloudSession session = context.session(inbox)) {
            ApiPath list = ApiPath.runs(ApplicationOption.of(application, inbox, session.files(), spec));
            if (json && !all && limit == null && statuses.isEmpty()) {
                out.println(Printable.json(new String(session.get(list), StandardCharsets.UTF_8)));
                return 0;
            }
            RunPages pages = new RunPages(statuses, all ? Long.MAX_VALUE : limit == null ? PAGE : limit);
            if (json) {
                print(pages, list, session, out);
            } else {
                table(pages, list, session, out);
            }
        }
        return 0;
    }

    private void check() {
        if (all && limit != null) {
            throw new ParameterException(spec.commandLine(), "give --all or --limit, not both");
        }
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, not " + limit);
        }
        statuses.stream().filter(status -> !STATUSES.contains(status)).findFirst().ifPresent(status -> {
            throw new ParameterException(spec.commandLine(), "\"" + status + "\" is no status; there are "
                    + String.join(", ", STATUSES));
        });
    }

    private static void print(RunPages pages, ApiPath list, CloudSession session, PrintWriter out) throws IOException {
        out.print("{\"runs\":[");
        boolean[] others = new boolean[1];
        pages.read(list, session::get, (text, row) -> {
            out.print((others[0] ? ",\n" : "\n") + Printable.json(text));
            others[0] = true;
        });
        out.println("\n]}");
    }

    private static void table(RunPages pages, ApiPath list, CloudSession session, PrintWriter out) throws IOException {
        RunTable table = new RunTable(session.files().ticketReader(), Instant.now());
        pages.read(list, session::get, new RunPages.Rows() {
            @Override
            public void row(String text, JsonNode row) {
                table.row(row);
            }

            @Override
            public void pageEnds() {
                table.print(out);
            }
        });
    }
}
