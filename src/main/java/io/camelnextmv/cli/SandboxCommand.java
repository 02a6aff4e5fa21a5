package io.camelnextmv.cli;

import io.camelnextmv.sandbox.RateLimit;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import io.camelnextmv.settings.SandboxValues;
import io.camelnextmv.settings.SettingsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the sandbox until it is told to stop. */
@Command(name = "sandbox", mixinStandardHelpOptions = true,
        description = "Runs a Nextmv Cloud of one process on 127.0.0.1, for trying things out without an account.")
final class SandboxCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        CommandContext.aloud();
        Sandbox sandbox = new Sandbox(settings(SandboxValues.of(SettingsFiles.in(Path.of("").toAbsolutePath()))));
        Foreground.run(() -> {
            sandbox.start();
            System.out.println("The sandbox listens at " + sandbox.url() + "; stop it with Ctrl-C.");
        }, () -> {
            try {
                sandbox.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return 0;
    }

    static SandboxSettings settings(SandboxValues values) {
        return SandboxSettings.defaults().withPort(values.port()).withApiKey(values.apiKey())
                .withRunTime(values.runTime()).withConcurrency(values.concurrency())
                .withLimits(values.limits().entrySet().stream().map(entry -> new RateLimit(
                        RateLimit.What.valueOf(entry.getKey().name()), entry.getValue().most(), entry.getValue().per()))
                        .toList());
    }
}
