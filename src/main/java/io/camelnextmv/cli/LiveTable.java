package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table whose cells change: on a terminal it is drawn again in its place; elsewhere each row that has changed is a line.
 */
final class LiveTable {
    /** Rows that are wider than the terminal are cut and not broken, or the next drawing would begin at the wrong line. */
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";
    private static final String UP = "\u001b[%dA";
    private static final String REST_OF_LINE = "\u001b[K";
    private final PrintStream out;
    private final boolean inPlace;
    private final String format;
    private final List<String> head;
    private List<String> drawn = List.of();

    /**
     * @param out     where it is printed
     * @param inPlace whether that is a terminal on which a cursor can be moved
     * @param widths  how wide each column is at least; the last one has no end
     * @param head    the columns' names
     */
    LiveTable(PrintStream out, boolean inPlace, List<Integer> widths, List<String> head) {
        this.out = out;
        this.inPlace = inPlace;
        StringBuilder columns = new StringBuilder();
        widths.forEach(width -> columns.append("%-").append(width).append("s "));
        this.format = columns.append(" %s").toString();
        this.head = head;
    }

    /**
     * Shows the rows as they are now.
     *
     * @param rows as many as ever
     */
    void show(List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach(cells -> lines.add(line(cells)));
        if (lines.equals(drawn)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        if (drawn.isEmpty()) {
            text.append(line(head)).append(System.lineSeparator());
        }
        if (inPlace) {
            text.append(NO_WRAP);
            draw(lines, text);
            text.append(WRAP);
        } else {
            changes(lines, text);
        }
        out.print(text);
        out.flush();
        drawn = lines;
    }

    /** Draws it a last time: where rows are wider than the terminal they are broken now, and nothing is cut. */
    void end() {
        if (inPlace && !drawn.isEmpty()) {
            StringBuilder text = new StringBuilder();
            draw(drawn, text);
            out.print(text);
            out.flush();
        }
    }

    private void draw(List<String> lines, StringBuilder text) {
        if (!drawn.isEmpty()) {
            text.append(String.format(Locale.ROOT, UP, drawn.size()));
        }
        lines.forEach(line -> text.append(line).append(REST_OF_LINE).append(System.lineSeparator()));
    }

    private void changes(List<String> lines, StringBuilder text) {
        for (int i = 0; i < lines.size(); i++) {
            if (i >= drawn.size() || !drawn.get(i).equals(lines.get(i))) {
                text.append(lines.get(i)).append(System.lineSeparator());
            }
        }
    }

    private String line(List<String> cells) {
        return String.format(Locale.ROOT, format, cells.stream().map(Printable::of).toArray()).stripTrailing();
    }
}
