package io.camelnextmv.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a run has written so far. */
final class RunLog {
    private final List<Line> lines = new ArrayList<>(4);

    synchronized void add(Instant timestamp, String log) {
        lines.add(new Line(timestamp, log));
    }

    /** The lines from the given one on; none if there are fewer. */
    synchronized List<Line> from(int first) {
        return List.copyOf(lines.subList(Math.min(first, lines.size()), lines.size()));
    }

    /** All lines as one text. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Line line : from(0)) {
            text.append(line.log()).append('\n');
        }
        return text.toString();
    }

    /** One line; the names are those of the live log's items. */
    record Line(Instant timestamp, String log) {
    }
}
