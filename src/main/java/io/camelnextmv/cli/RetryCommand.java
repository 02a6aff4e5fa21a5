package io.camelnextmv.cli;

import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.deliver.Redrive;
import io.camelnextmv.deliver.Redrive.Outcome;
import io.camelnextmv.deliver.RedriveTurn;
import io.camelnextmv.deliver.RedriveWay;
import io.camelnextmv.logging.Printable;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts inputs that came back into the inbox again, with what belongs to them and without their reports. */
@Command(name = "retry", mixinStandardHelpOptions = true, description = {"Puts inputs that came back into the inbox again:"
        + " from errors/, and from canceled/ what is not in errors/.",
    "An input goes with its sidecar, a folder gets its marker anew; the report and what else lies beside it are in the"
            + " archive and go from here. What may still run is asked for. It works beside a running gateway and without"
            + " one; what an earlier one left half done is done first."})
final class RetryCommand implements Callable<Integer> {
    /** Beside a gateway: from the report's appearance until its ticket is archived. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final long LOOK = 20;
    private final CommandContext context;
    private final Function<String, Optional<Boolean>> question;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "<name>", arity = "0..*", description = "The name of an input, in its inbox or now, or of its"
            + " report; with the folder before it: only there; a ticket's name or a run's id.")
    private List<String> names = List.of();
    @Option(names = "--all", description = "All inputs in errors/, of all inboxes; not those that were canceled.")
    private boolean all;
    @Option(names = {"-y", "--yes"}, description = "Also what may still run, without a question: it may then run twice.")
    private boolean yes;
    @Option(names = "--json", description = "Print what became of each as JSON.")
    private boolean json;

    /** @param question asks somebody; empty where nobody is there to answer */
    RetryCommand(CommandContext context, Function<String, Optional<Boolean>> question) {
        this.context = context;
        this.question = question;
    }

    /** What became of one of them. */
    record Line(String file, Optional<String> ticket, Optional<String> runId, Optional<String> status, Optional<Path> from,
            Optional<Path> to, Optional<String> message) {
        static Line of(Returned returned, Outcome outcome) {
            return new Line(returned.file(), Optional.of(returned.ticket().text()), returned.runId(),
                    Optional.of(returned.status()), Optional.of(returned.folder()), outcome.to(), outcome.why());
        }

        static Line of(Returned returned, String why) {
            return of(returned, new Outcome(Optional.empty(), Optional.of(why)));
        }

        static Line unknown(String name, String why) {
            return new Line(name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.of(why));
        }
    }

    @Override
    public Integer call() throws Exception {
        if (all == !names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give the names of inputs, or --all");
        }
        GatewayFiles files = context.find();
        List<RedriveWay> ways = files.settings().folders().all().stream()
                .map(folders -> new RedriveWay(folders.inbox(), folders.errors(), folders.canceled())).toList();
        Redrive redrive = new Redrive(files.folders().work(), files.folders().archive(), ways,
                files.settings().resilience().durability(), CommandContext.json());
        RetryChoice choice = new RetryChoice(ways, List.of(CamelNextmv.caller(), context.folder(),
                files.control().getParent()));
        boolean diskSaysNo = false;
        List<Line> lines = new ArrayList<>();
        try (RedriveTurn turn = RedriveTurn.in(files.control()).orElseThrow(() -> new NotDone(NotDone.SERVICE,
                "another retry is at work here: try again when it is done"))) {
            redrive.endOthers().forEach(to -> lines.add(new Line(to.getFileName().toString(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(to),
                    Optional.of("an earlier retry had begun with it"))));
            List<Returned> chosen = all ? choice.all()
                    : choice.named(names, (name, why) -> lines.add(Line.unknown(name, why)));
            for (Returned returned : chosen) {
                try {
                    lines.add(take(redrive, returned));
                } catch (IOException | UncheckedIOException e) {
                    diskSaysNo = true;
                    lines.add(Line.of(returned, "the disk says no: " + e));
                }
            }
        }
        print(lines);
        return diskSaysNo ? CommandLine.ExitCode.SOFTWARE
                : lines.stream().allMatch(line -> line.to().isPresent()) ? CommandLine.ExitCode.OK : NotDone.NOT_THERE;
    }

    private Line take(Redrive redrive, Returned returned) throws IOException, InterruptedException {
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (redrive.isBeingDelivered(returned) && System.nanoTime() < giveUp) {
            Thread.sleep(LOOK);
        }
        if (!yes && redrive.mayStillRun(returned) && !redrive.isBegun(returned)) {
            String why = returned.runId().map(run -> "run " + run + " may still go on").orElse("a run may have been started")
                    + " (" + returned.status() + ", see " + returned.report() + ")";
            Optional<Boolean> answer = question.apply(Printable.of(returned.file()) + ": " + Printable.of(why)
                    + ", and the input may then run twice. Retry it?");
            if (!answer.orElse(false)) {
                return Line.of(returned, why + (answer.isPresent() ? "; it was not wanted"
                        : ": look at it first; --yes retries it all the same"));
            }
        }
        return Line.of(returned, redrive.take(returned));
    }

    /** @return what somebody at the terminal says; empty where there is none */
    static Optional<Boolean> onTerminal(String question) {
        Console console = System.console();
        String answer = console == null ? null : console.readLine("%s [y/N] ", question);
        return Optional.ofNullable(answer).map(said -> said.strip().toLowerCase(java.util.Locale.ROOT))
                .map(said -> said.equals("y") || said.equals("yes"));
    }

    private void print(List<Line> lines) throws IOException {
        CommandLine line = spec.commandLine();
        if (json) {
            line.getOut().println(CommandContext.text(lines));
            return;
        }
        if (lines.isEmpty()) {
            line.getOut().println("Nothing to retry: no report is in errors.");
        }
        for (Line one : lines) {
            String told = one.message().map(message -> ": " + message).orElse("");
            if (one.to().isPresent()) {
                line.getOut().println(Printable.of(one.file() + " → " + one.to().get() + one.status()
                        .map(status -> " (was " + status + one.runId().map(run -> ", run " + run).orElse(", no run") + ")")
                        .orElse("") + told));
            } else {
                line.getErr().println(Printable.of("camel-nextmv: " + one.file()
                        + one.from().map(from -> " stays in " + from).orElse(" is not retried") + told));
            }
        }
    }
}
