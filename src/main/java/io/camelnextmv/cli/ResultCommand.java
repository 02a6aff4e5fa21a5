package io.camelnextmv.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a run's output. */
@Command(name = "result", mixinStandardHelpOptions = true, description = {"Prints a run's output, byte for byte:"
        + " JSON, or, of a run with many files, a gzipped tar.",
    "With --output it is written there: the many files are unpacked into a folder of that name, which must be empty or not"
            + " there yet; a name that ends with .tar.gz or .tgz gets the archive as it is."})
final class ResultCommand implements Callable<Integer> {
    private final CommandContext context;
    private final OutputStream out;
    @Mixin
    private RunOptions run;
    @Option(names = {"-o", "--output"}, paramLabel = "<file|folder>", description = "Write it to this file, over what is"
            + " there; many files into this folder.")
    private Path target;

    ResultCommand(CommandContext context, OutputStream out) {
        this.context = context;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        try (FetchedFile file = FetchedFile.of(Optional.ofNullable(target));
                CloudSession session = context.session(run.inbox())) {
            RunOutput output = RunOutput.of(session, run.application(session.files()), run.run());
            output.save(session, file);
            if (target != null && output.isArchive() && !isArchivesName(target)) {
                file.unpack(session.files().settings().sizes().archives());
            } else {
                file.hand(out);
            }
            return 0;
        }
    }

    private static boolean isArchivesName(Path target) {
        String name = String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT);
        return Stream.of(".tar.gz", ".tgz").anyMatch(name::endsWith);
    }
}
