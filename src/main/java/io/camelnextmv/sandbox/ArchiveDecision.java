package io.camelnextmv.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** Decides over a gzipped tar of files, or answers with one. */
final class ArchiveDecision {
    private final TourDecision decision;

    ArchiveDecision(TourDecision decision) {
        this.decision = decision;
    }

    Map<String, Object> decide(Run run, DecisionOptions options, OutputStream out) throws IOException, BadInput {
        return decision.decide(run.input()::open, options, out);
    }
}
