package io.camelnextmv.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints an application's newest runs. */
@Command(name = "runs", mixinStandardHelpOptions = true,
        description = "Prints an application's newest runs, at most 50, the newest first.")
final class RunsCommand implements Callable<Integer> {
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Option(names = "--json", description = "Print the service's answer as it is.")
    private boolean json;
    @Mixin
    private InboxOption inbox;
    @Option(names = "--application", paramLabel = "<id>",
            description = "The application; nextmv.application-id if left out.")
    private String application;

    RunsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (CloudSession session = context.session(inbox)) {
            byte[] answer = session.get(CloudSession.runs(ApplicationOption.of(application, inbox, session.files(),
                    spec)));
            if (json) {
                out.println(new String(answer, StandardCharsets.UTF_8));
            } else {
                RunTable.print(CloudSession.tree(answer), session.files().ticketReader(), Instant.now(), out);
                out.println("A run's page: " + session.page("<application>", "<run id>"));
            }
        }
        return 0;
    }
}
