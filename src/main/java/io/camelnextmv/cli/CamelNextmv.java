package io.camelnextmv.cli;

import io.camelnextmv.Gateway;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.logging.Secrets;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Without a command it runs the gateway until it is told to stop. */
@Command(name = "camel-nextmv", mixinStandardHelpOptions = true, versionProvider = JarVersion.class,
        description = {"Runs Nextmv Cloud decision apps on the files of a folder.",
            "Without a command: runs the gateway until SIGTERM or Ctrl-C. Settings are read from"
                    + " config/application.properties in the folder it is started in; -Dname=value before -jar and"
                    + " environment variables (NEXTMV_API_KEY) win over it."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well; a gateway that was told to stop", "1:an unexpected error",
            "2:a wrong command line, or a setting with which it cannot start",
            "3:what was named is not there, is not clear, or has ended",
            "4:the service or the gateway cannot be reached, or refuses", "5:the run has no output (result, wait, submit)",
            "6:what was waited for was canceled (wait, submit)", "7:the time is up (wait)",
            "70:a gateway that met an error after which no process goes on (memory, classes): start it again"})
public final class CamelNextmv implements Callable<Integer> {
    /** A setting, or the command line, is wrong. */
    static final int EXIT_BAD_SETTING = 2;
    /** Where the start script was called. */
    private static final String CALLER = "camelnextmv.caller";
    private final CommandContext context;

    CamelNextmv(CommandContext context) {
        this.context = context;
    }

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            // What reads a command line, 170 classes, need not be loaded to run the gateway.
            System.exit(runGateway());
        }
        CommandLine commands = commandLine(Path.of("").toAbsolutePath(), Map.of(), System.out, Optional.of(args[0]));
        commands.registerConverter(Path.class, caller()::resolve);
        System.exit(printed(commands.execute(args), commands.getErr()));
    }

    /** Standard output keeps it to itself that a disk is full: a part of an output must not look like the whole. */
    private static int printed(int code, PrintWriter err) {
        if (!System.out.checkError() || code != CommandLine.ExitCode.OK) {
            return code;
        }
        err.println("camel-nextmv: what was printed could not be written as a whole: the disk is full, or nobody reads it any more");
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The start script works in the gateway's folder; what a person names lies in the folder that he is in. */
    static Path caller() {
        return Path.of(System.getProperty(CALLER, "")).toAbsolutePath();
    }

    private static int runGateway() {
        try {
            return new CamelNextmv(new CommandContext(Path.of("").toAbsolutePath(), Map.of())).call();
        } catch (Exception e) {
            return exitCode(e, new PrintWriter(System.err, true));
        }
    }

    /**
     * The command line for use in another program; nothing but the command without a name ends the process.
     *
     * @param folder    the folder that holds {@code config/} and {@code routes/}
     * @param overrides settings that win over all others
     * @param out       where outputs of runs are printed
     * @return the command line; what is not an output is printed where it is told to
     */
    public static CommandLine commandLine(Path folder, Map<String, String> overrides, OutputStream out) {
        return commandLine(folder, overrides, out, Optional.empty());
    }

    /** @param first the first word: where it names a command, the options of the others, 300 classes' worth, are not read */
    static CommandLine commandLine(Path folder, Map<String, String> overrides, OutputStream out,
            Optional<String> first) {
        CommandContext context = new CommandContext(folder, overrides);
        CommandLine commands = new CommandLine(new CamelNextmv(context));
        Map<String, Supplier<Object>> all = commands(context, out);
        Optional<String> named = first.filter(all::containsKey);
        all.forEach((name, command) -> {
            if (named.isEmpty() || named.get().equals(name)) {
                commands.addSubcommand(command.get());
            }
        });
        var usage = commands.getCommandSpec().usageMessage();
        commands.getSubcommands().values().stream().map(command -> command.getCommandSpec().usageMessage())
                .filter(command -> command.exitCodeList().isEmpty())
                .forEach(command -> command.exitCodeListHeading(usage.exitCodeListHeading())
                        .exitCodeList(usage.exitCodeList()));
        // A name that begins with @ is a name: what a shell finds for a pattern must not bring options of its own.
        commands.setExpandAtFiles(false);
        CommandLine.IParameterExceptionHandler usual = commands.getParameterExceptionHandler();
        commands.setParameterExceptionHandler((thrown, args) -> {
            int code = usual.handleParseException(thrown, args);
            dashed(thrown.getCommandLine(), args).ifPresent(name -> thrown.getCommandLine().getErr().println(
                    "A name that begins with - is given behind --:  camel-nextmv " + thrown.getCommandLine().getCommandName()
                            + " -- " + Printable.of(name)));
            return code;
        });
        commands.setExecutionExceptionHandler((thrown, command, parsed) -> exitCode(thrown, command.getErr()));
        return commands;
    }

    private static Map<String, Supplier<Object>> commands(CommandContext context, OutputStream out) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("demo", DemoCommand::new);
        all.put("sandbox", SandboxCommand::new);
        all.put("status", () -> new StatusCommand(context));
        all.put("queue", () -> new QueueCommand(context));
        all.put("runs", () -> new RunsCommand(context));
        all.put("result", () -> new ResultCommand(context, out));
        all.put("input", () -> new InputCommand(context, out));
        all.put("logs", () -> new LogsCommand(context));
        all.put("submit", () -> new SubmitCommand(context, System.in, out));
        all.put("wait", () -> new WaitCommand(context));
        all.put("check", () -> new CheckCommand(context));
        all.put("cancel", () -> new CancelCommand(context));
        all.put("retry", () -> new RetryCommand(context, RetryCommand::onTerminal));
        all.put("resume", () -> new ResumeCommand(context));
        all.put("clone", () -> new CloneCommand(context));
        all.put("webhook", () -> new WebhookCommand(context));
        return all;
    }

    /** What may be meant as a name, and was read as an option. */
    private static Optional<String> dashed(CommandLine command, String[] args) {
        List<String> given = Arrays.asList(args);
        boolean takesNames = !command.getCommandSpec().positionalParameters().isEmpty();
        return given.contains("--") || !takesNames ? Optional.empty() : given.stream().filter(arg -> arg.length() > 1
                && arg.startsWith("-") && command.getCommandSpec().findOption(arg.split("=", 2)[0]) == null).findFirst();
    }

    /** One line for what a person can mend; everything else is a fault of this program, and shows where it is. */
    private static int exitCode(Exception thrown, PrintWriter err) {
        Secrets secrets = Logs.guarded();
        if (thrown instanceof BadSetting) {
            err.println("camel-nextmv cannot start: " + secrets.show(thrown.getMessage()));
            return EXIT_BAD_SETTING;
        }
        int code = thrown instanceof NotDone notDone ? notDone.exitCode()
                : thrown instanceof Fault fault && fault.kind() == Fault.Kind.NOT_FOUND ? NotDone.NOT_THERE
                : thrown instanceof Fault || thrown instanceof UnreadableAnswer ? NotDone.SERVICE
                : CommandLine.ExitCode.SOFTWARE;
        if (code == CommandLine.ExitCode.SOFTWARE && !(thrown instanceof IOException)
                && !(thrown instanceof UncheckedIOException)) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            trace.toString().lines().forEach(line -> err.println(secrets.show(line.replace("\t", "    "))));
            return code;
        }
        err.println("camel-nextmv: " + secrets.show(String.valueOf(thrown.getMessage())));
        return code;
    }

    @Override
    public Integer call() throws Exception {
        CommandContext.aloud();
        FatalErrors fatal = new FatalErrors(new ProcessEnd());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!fatal.uncaught(thrown)) {
                // Not in a constant: a logger that is there before the command says how it logs logs by no settings of ours.
                LoggerFactory.getLogger(CamelNextmv.class).error("Thread {} has ended with an unexpected error",
                        thread.getName(), thrown);
            }
        });
        Logs.watch(fatal::logged);
        Gateway gateway = new Gateway(context.folder(), context.overrides(), fatal);
        Foreground.run(gateway::start, () -> stop(gateway));
        return CommandLine.ExitCode.OK;
    }

    /** A step that hangs is not waited for: what it was about is on disk, and the next start goes on with it. */
    private static void stop(Gateway gateway) {
        Thread stopping = new Thread(gateway::stop, "nextmv-stopping");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(gateway.longestStop().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
