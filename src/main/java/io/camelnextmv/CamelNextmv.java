package io.camelnextmv;

import io.camelnextmv.settings.BadSetting;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Without a command it runs the gateway until it is told to stop. */
@Command(name = "camel-nextmv", mixinStandardHelpOptions = true, versionProvider = CamelNextmv.Version.class,
        subcommands = {SandboxCommand.class, DemoCommand.class},
        description = {"Runs Nextmv Cloud decision apps on the files of a folder.",
            "Without a command: runs the gateway until SIGTERM or Ctrl-C. Settings are read from"
                    + " config/application.properties in the folder it is started in; -Dname=value before -jar and"
                    + " environment variables (NEXTMV_API_KEY) win over it."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well; a gateway that was told to stop", "1:an unexpected error",
            "2:a wrong command line, or a setting with which it cannot start"})
public final class CamelNextmv implements Callable<Integer> {
    /** A setting, or the command line, is wrong. */
    static final int EXIT_BAD_SETTING = 2;

    /** The jar's version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CamelNextmv.class.getPackage().getImplementationVersion();
            return new String[] {"camel-nextmv " + (version == null ? "(not packaged)" : version)};
        }
    }

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new CamelNextmv());
        commands.setExecutionExceptionHandler((thrown, command, parsed) -> {
            if (thrown instanceof BadSetting) {
                System.err.println("camel-nextmv cannot start: " + thrown.getMessage());
                return EXIT_BAD_SETTING;
            }
            throw thrown;
        });
        System.exit(commands.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Gateway gateway = new Gateway(Path.of("").toAbsolutePath(), Map.of());
        untilStopped(gateway::start, gateway::stop);
        return CommandLine.ExitCode.OK;
    }

    /** Something that may fail. */
    interface Step {
        void run() throws Exception;
    }

    /** Starts, and waits for a signal; then stops, and ends the process with 0, as a service manager expects. */
    static void untilStopped(Step start, Runnable stop) throws Exception {
        start.run();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            int code = 1;
            try {
                stop.run();
                code = 0;
            } finally {
                // The JVM would say 143 for a SIGTERM that did just what was asked.
                Runtime.getRuntime().halt(code);
            }
        }, "nextmv-stop"));
        new CountDownLatch(1).await();
    }
}
