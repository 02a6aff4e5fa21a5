package io.camelnextmv.sandbox;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Decides over a gzipped tar of files: the first {@code .json} file of at most 5 MB is the input of the tour. An
 * output of the same format has all files of the input and {@code solution.json}.
 */
final class ArchiveDecision {
    private static final String SOLUTION = "solution.json";

    private final TourDecision decision;
    private final PayloadStore store;

    ArchiveDecision(TourDecision decision, PayloadStore store) {
        this.decision = decision;
        this.store = store;
    }

    Decision decide(Run run, DecisionOptions options, OutputStream out) throws IOException, BadInput {
        RunConfiguration configuration = run.request().configuration();
        FirstJson first = new FirstJson();
        if (!configuration.archiveOutput()) {
            copy(run.input(), OutputStream.nullOutputStream(), first);
            return decision.decide(() -> new ByteArrayInputStream(first.json), options, out);
        }
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 64 * 1024)) {
            TourDecision.Source source = run.input()::open;
            if (configuration.archiveInput()) {
                copy(run.input(), gzip, first);
                source = () -> new ByteArrayInputStream(first.json);
            }
            PayloadStore.Draft draft = store.draft();
            try {
                Decision decided = decision.decide(source, options, draft);
                Payload solution = draft.finish();
                Tar.addLast(SOLUTION, solution, gzip);
                store.discard(solution);
                return decided;
            } finally {
                draft.abandon();
            }
        }
    }

    private static void copy(Payload input, OutputStream out, FirstJson first) throws IOException, BadInput {
        try (InputStream in = new GZIPInputStream(input.open(), 64 * 1024)) {
            Tar.copy(in, out, first);
        } catch (ZipException | EOFException e) {
            throw new BadInput("the input is not a gzipped tar: " + e.getMessage());
        }
    }

    /** Keeps the first JSON file. */
    private static final class FirstJson implements Tar.Visitor {
        private byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        private boolean found;

        @Override
        public boolean wants(String name, long size) {
            return !found && name.endsWith(".json") && size <= Limits.INLINE;
        }

        @Override
        public void content(byte[] content) {
            json = content;
            found = true;
        }
    }
}
