package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.LenientFields;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.payload.OutputSlice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a run's output. */
@Command(name = "result", mixinStandardHelpOptions = true, description = "Prints a run's output, byte for byte:"
        + " JSON, or, of a run with many files, a gzipped tar.")
final class ResultCommand implements Callable<Integer> {
    private final CommandContext context;
    private final OutputStream out;
    @Mixin
    private RunOptions run;
    @Option(names = {"-o", "--output"}, paramLabel = "<file>", description = "Write it to this file, over what is there.")
    private Path target;

    ResultCommand(CommandContext context, OutputStream out) {
        this.context = context;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        Path beside = Optional.ofNullable(target).map(Path::toAbsolutePath).map(Path::getParent)
                .orElse(Path.of(System.getProperty("java.io.tmpdir")));
        Path answer = Files.createTempFile(beside, ".nextmv-", ".part");
        Path output = Files.createTempFile(beside, ".nextmv-", ".part");
        try (CloudSession session = context.session(run.inbox())) {
            fetch(session, answer, output);
            if (target == null) {
                Files.copy(output, out);
                out.flush();
            } else {
                Files.move(output, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return 0;
        } finally {
            Files.deleteIfExists(answer);
            Files.deleteIfExists(output);
        }
    }

    private void fetch(CloudSession session, Path answer, Path output) throws IOException {
        String address = CloudSession.runs(run.application(session.files()), run.run());
        JsonNode metadata = session.json(address + "/metadata").path("metadata");
        String status = metadata.path("status_v2").asText("none");
        if (!status.equals("succeeded")) {
            String error = metadata.path("error").asText("");
            throw new NotDone(NotDone.NO_OUTPUT, "run " + run.run() + " is " + status
                    + (error.isEmpty() ? "" : ": " + error) + ": it has no output"
                    + (status.equals("failed") || status.equals("canceled") ? "" : " yet") + "; see "
                    + session.page(run.application(session.files()), run.run()));
        }
        String format = metadata.path("format").path("output").path("type").asText("");
        boolean large = LenientFields.amount(metadata.path("output_size").asText("")) > Limits.INLINE;
        if (large || !format.isBlank() && !format.equals("json")) {
            session.download(session.address(address, "output", "url"), output);
            return;
        }
        session.save(address, answer);
        OutputSlice slice = OutputSlice.find(answer).orElseThrow(
                () -> new NotDone(NotDone.NO_OUTPUT, "the result of run " + run.run() + " carries no output"));
        slice.copy(answer, output);
    }
}
