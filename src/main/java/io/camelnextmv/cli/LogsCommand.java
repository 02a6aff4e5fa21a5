package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a run's log. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Prints what a run has logged so far.")
final class LogsCommand implements Callable<Integer> {
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunOptions run;

    LogsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (CloudSession session = context.session(run.inbox())) {
            String log = session.json(CloudSession.runs(run.application(session.files()), run.run(), "logs")).path("log")
                    .asText("");
            out.print(Printable.text(log));
            if (!log.isEmpty() && !log.endsWith("\n")) {
                out.println();
            }
            out.flush();
        }
        return 0;
    }
}
