package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the demo says: a table that fills, and no log. */
class DemoTest {
    private final ByteArrayOutputStream caught = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(caught, true, StandardCharsets.UTF_8);

    private List<String> said() {
        return caught.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void withoutATerminalEachChangeIsALineAndTheEndSaysWhatWasShownAndWhereToGoOn() throws Exception {
        assertThat(new DemoCommand(out, false).call()).isZero();

        List<String> said = said();
        assertThat(said).noneMatch(line -> line.contains("\u001b") || line.contains("DEBUG") || line.contains("INFO"))
                .doesNotHaveDuplicates();
        for (String file : List.of("capitals.json", "berlin city tour.v2.json", "warehouse.json", "depots.json")) {
            assertThat(said).anyMatch(line -> line.matches(Pattern.quote(file) + " +\\S+ +succeeded +[0-9.]+ s +outbox/.*"));
        }
        assertThat(said).anyMatch(line -> line.matches("overloaded[.]json +\\S+ +failed .* errors/overloaded.*"))
                .anyMatch(line -> line.matches("notes[.]json +- +rejected .* errors/notes.*"))
                .anyMatch(line -> line.contains("Every file came to the place that was expected: 4 became a run each"))
                .anyMatch(line -> line.startsWith("Go on with your own: set NEXTMV_API_KEY"));
        Matcher home = Pattern.compile("Look around in (\\S+)").matcher(String.join("\n", said));
        assertThat(home.find()).isTrue();
        assertThat(Files.isRegularFile(Path.of(home.group(1)).resolve("outbox").resolve("capitals.json"))).isTrue();
    }

    /** As a terminal shows it: the cursor goes up, and what is drawn there takes the place of what stood there. */
    @Test
    void onATerminalTheTableIsDrawnInItsPlace() {
        LiveTable table = new LiveTable(out, true, List.of(8, 8), List.of("FILE", "STATUS", "WHERE"));
        table.show(List.of(List.of("a", "queued", ""), List.of("b", "picked up", "")));
        table.show(List.of(List.of("a", "queued", ""), List.of("b", "picked up", "")));
        table.show(List.of(List.of("a", "ok", "outbox/a"), List.of("evil\u001b[2J\n", "queued", "")));
        table.end();

        List<String> screen = new ArrayList<>();
        int row = 0;
        String text = caught.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[?]7[lh]", "");
        assertThat(text.split("\u001b\\[2A", -1)).hasSize(3);
        for (String line : text.split("\n")) {
            Matcher up = Pattern.compile("\u001b\\[(\\d+)A").matcher(line);
            row -= up.find() ? Integer.parseInt(up.group(1)) : 0;
            String shown = line.replaceAll("\u001b\\[\\d*[AK]", "");
            if (row < screen.size()) {
                screen.set(row, shown);
            } else {
                screen.add(shown);
            }
            row++;
        }
        assertThat(screen).containsExactly("FILE     STATUS    WHERE", "a        ok        outbox/a",
                "evil\\u001b[2J\\n queued");
    }
}
