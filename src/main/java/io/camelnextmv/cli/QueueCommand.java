package io.camelnextmv.cli;

import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.logging.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the account's queue. */
@Command(name = "queue", mixinStandardHelpOptions = true, description = "Prints the account's queued and active runs, of all"
        + " applications: run id,"
        + " application, instance, status, age, and which input of this gateway it is.")
final class QueueCommand implements Callable<Integer> {
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Mixin
    private InboxOption inbox;
    @Option(names = "--json", description = "Print the service's answer as it is; of several pages, all rows.")
    private boolean json;

    QueueCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (CloudSession session = context.session(inbox)) {
            byte[] answer = session.queue();
            if (json) {
                out.println(Printable.json(new String(answer, StandardCharsets.UTF_8)));
            } else {
                RunTable table = new RunTable(session.files().ticketReader(), Instant.now());
                new RunPages(Set.of(), Long.MAX_VALUE).read(ApiPath.QUEUE, path -> answer, (text, row) -> table.row(row));
                table.print(out);
            }
        }
        return 0;
    }
}
