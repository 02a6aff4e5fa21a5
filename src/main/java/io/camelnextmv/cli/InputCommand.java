package io.camelnextmv.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints a run's input. */
@Command(name = "input", mixinStandardHelpOptions = true, description = "Prints a run's input, byte for byte: JSON; of a run"
        + " with many files a gzipped tar, which needs --output.")
final class InputCommand implements Callable<Integer> {
    private final CommandContext context;
    private final OutputStream out;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunOptions run;
    @Option(names = {"-o", "--output"}, paramLabel = "<file>", description = "Write it to this file, over what is there.")
    private Path target;

    InputCommand(CommandContext context, OutputStream out) {
        this.context = context;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        String id = run.run();
        try (FetchedFile file = FetchedFile.of(Optional.ofNullable(target));
                CloudSession session = context.session(run.inbox())) {
            KeptInput input = KeptInput.of(session, run.application(session.files()), id);
            if (target == null && !input.isJson()) {
                throw new ParameterException(spec.commandLine(), "the input of run " + id + " is no JSON but "
                        + input.word() + ": give a file to write it to, --output " + id + input.ending());
            }
            input.save(session, file.path());
            file.hand(out);
            return 0;
        }
    }
}
