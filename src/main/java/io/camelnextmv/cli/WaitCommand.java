package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import io.camelnextmv.ticket.Ticket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until an input is delivered. */
@Command(name = "wait", mixinStandardHelpOptions = true, description = {"Waits until an input is delivered, and says where"
        + " to; its exit code says the same to a script.",
    "It looks into the folders only, and asks the service nothing. What was delivered already is told at once, where it is"
            + " among the last 1,000."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:its output is in the outbox", "2:a wrong command line, or a setting that cannot be",
            "3:nothing of that name is known here, or several are", "5:it has no output: its report is in errors",
            "6:it was canceled", "7:the time of --timeout is up: it goes on"})
final class WaitCommand implements Callable<Integer> {
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "<name|run id>", description = "The input's file name, its ticket's name or its run's id.")
    private String name;
    @Option(names = "--timeout", paramLabel = "<duration>", converter = DurationConverter.class, description = "How long to"
            + " wait, such as 90s or 2h; as long as it takes if left out.")
    private Duration timeout;
    @Option(names = "--json", description = "Print what became of it as JSON.")
    private boolean json;

    WaitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        GatewayFiles files = context.find();
        InputWatch watch = InputWatch.of(files, name);
        Optional<Ticket> found = await(files, watch, name, Optional.ofNullable(timeout), spec);
        if (found.isEmpty()) {
            throw new NotDone(NotDone.TIME_UP, name + " is not delivered yet (" + watch.words() + "): it goes on");
        }
        Delivered delivered = Delivered.of(found.get(), files);
        spec.commandLine().getOut().println(json
                ? CommandContext.text(delivered)
                : Printable.of(delivered.sentence()));
        return delivered.exitCode();
    }

    /** Waits, and says at a terminal what for. */
    static Optional<Ticket> await(GatewayFiles files, InputWatch watch, String name, Optional<Duration> most,
            CommandSpec spec) throws Exception {
        if (watch.ticket().filter(id -> files.doneReader().find(id.text()).isPresent()).isEmpty()
                && files.ticketReader().gateways().isEmpty()) {
            spec.commandLine().getErr().println("No gateway runs here at the moment: " + Printable.of(name)
                    + " is waited for all the same.");
        }
        try (TakesLong takesLong = new TakesLong(); TakesLong.Wait wait = takesLong.begin(() -> name + ": "
                + watch.words())) {
            return watch.await(most);
        }
    }
}
