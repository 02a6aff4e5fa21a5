package io.camelnextmv.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever somebody writes, it is read, or refused with a line; it takes neither the memory nor the stack. */
class SmallDocumentTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> bombs() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x]\n");
        StringBuilder merged = new StringBuilder("m0: &m0 {x: 1, y: 2}\n");
        for (int i = 1; i < 12; i++) {
            laughs.append("a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d, *a%2$d]\n".formatted(i, i - 1));
            merged.append("m%1$d: &m%1$d {x: *m%2$d, y: *m%2$d, z: *m%2$d}\n".formatted(i, i - 1));
        }
        String text = "t: &t \"" + "x".repeat(60_000) + "\"\no: [*t, *t, *t]\n";
        return Stream.of(Arguments.of("lists of lists", laughs.toString(), "holds too much"),
                Arguments.of("maps of maps", merged.toString(), "holds too much"),
                Arguments.of("a long text again and again", text, "holds too much"),
                Arguments.of("a list in itself", "a: &a [*a]\n", "*a names nothing that has ended"),
                Arguments.of("a map in itself", "&a\nx: {y: {z: *a}}\n", "*a names nothing that has ended"),
                Arguments.of("a map as its own name", "&a {? *a : b}\n", "a name must be a text"),
                Arguments.of("brackets", "a: " + "[".repeat(30_000), "too deeply nested"),
                Arguments.of("brackets that are closed", "a: " + "[".repeat(9_000) + "]".repeat(9_000), "too deeply"),
                Arguments.of("braces", "{a: ".repeat(9_000), "too deeply nested"),
                Arguments.of("dashes", "- ".repeat(9_000) + "x", "too deeply nested"),
                Arguments.of("indents", indents(), "too deeply nested"),
                Arguments.of("length", "a: " + "x".repeat(70_000), "too large: more than 64 KiB"),
                Arguments.of("a tag of a class", "a: !!javax.script.ScriptEngineManager [x]\n", ""));
    }

    private static String indents() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aBombIsRefusedWithALine(String kind, String bomb, String why) throws IOException {
        Path file = Files.writeString(folder.resolve("x.nextmv.yaml"), bomb);

        if (why.isEmpty()) {
            assertThat(SmallDocument.read(file)).isEqualTo(Map.of("a", List.of("x")));
        } else {
            assertThatThrownBy(() -> SmallDocument.read(file)).isInstanceOf(BadDocument.class)
                    .hasMessageContaining(why).message().hasSizeLessThan(200).doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"a\":[", "/**/[ "})
    void jsonMayBeNeitherDeepNorLong(String opening) throws IOException {
        Path file = Files.writeString(folder.resolve("x.nextmv.json"), opening.repeat(9_000));
        Path large = Files.writeString(folder.resolve("y.nextmv.json"), "{\"a\": \"" + "x".repeat(70_000) + "\"}");

        assertThatThrownBy(() -> SmallDocument.read(file)).isInstanceOf(BadDocument.class)
                .hasMessageContaining("too deeply nested");
        assertThatThrownBy(() -> SmallDocument.read(large)).isInstanceOf(BadDocument.class)
                .hasMessageContaining("too large");
    }

    @Test
    void anchorsThatStayWithinBoundsAreFollowed() {
        assertThat(SmallDocument.yaml("a: &a {x: 1.50}\nb: *a\nc: &t text\nd: *t\n")).isEqualTo(Map.of(
                "a", Map.of("x", "1.50"), "b", Map.of("x", "1.50"), "c", "text", "d", "text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n\n", "# a comment\n", "---", "---\n", "---\n...\n", "null", "~", "{}", "--- {}\n",
        "--- # nothing\n", "\uFEFF", "\uFEFF# a comment"})
    void whatHoldsNothingIsEmpty(String text) throws IOException {
        assertThat(SmallDocument.read(Files.writeString(folder.resolve("x.yaml"), text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "null", "{}", "\t{ }\n", "// nothing", "# nothing", "/* nothing */ {}", "\uFEFF{}"})
    void whatHoldsNothingIsEmptyInJsonToo(String text) throws IOException {
        assertThat(SmallDocument.read(Files.writeString(folder.resolve("x.json"), text))).isEmpty();
    }

    @Test
    void whatHasNoValueIsNullAndWhatIsQuotedIsAText() {
        assertThat(SmallDocument.yaml("a:\nb: ~\nc: null\nd: NULL\ne: \"null\"\nf: '~'\ng: !!str null\nh: ''\n"))
                .containsExactly(entry("a", null), entry("b", null), entry("c", null), entry("d", null),
                        entry("e", "null"), entry("f", "~"), entry("g", "null"), entry("h", ""));
        assertThat(SmallDocument.json("{\"a\": null, \"b\": \"null\", \"c\": 1.50, \"d\": 1e400, \"e\": true}"))
                .containsExactly(entry("a", null), entry("b", "null"), entry("c", "1.50"), entry("d", "1e400"),
                        entry("e", "true"));
    }

    private static Map.Entry<String, Object> entry(String name, Object value) {
        return new java.util.AbstractMap.SimpleEntry<>(name, value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a: 1\\n---\\nb: 2\\n|more than one document", "---\\n---\\n|more than one document",
        "[1]|holds no settings", "text|holds no settings", "a: 1\\na: 2\\n|a is given twice (line 2, column 1)",
        "a:\\n\\tb: 1\\n|line 2, column 1: indent with blanks, not with tabs",
        "a: b: c\\n|line 1, column 5: write name: value", "a: [b\\n|it ends before a [, { or quote is closed",
        "a: *nope\\n|*nope names nothing", "a: @b|line 1, column 4", "? [a]\\n: b\\n|a name must be a text"})
    void whatIsNoYamlIsToldInOurWordsWithItsPlace(String text, String words) {
        assertThatThrownBy(() -> SmallDocument.yaml(text.replace("\\n", "\n").replace("\\t", "\t")))
                .isInstanceOf(BadDocument.class).hasMessageContaining(words)
                .message().doesNotContain("while scanning", "expected <block", "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"a\": 1 \"b\": 2}|it is not JSON at line 1, column 9: check the comma before it",
        "{\"a\": |it is not JSON: it ends at line 1", "{\"a\": 1, \"a\": 2}|a is given twice (line 1, column 10)",
        "{} {}|more than one value", "[1]|holds no settings", "a: 1|it is not JSON at line 1, column 2"})
    void whatIsNoJsonIsToldInOurWordsWithItsPlace(String text, String words) {
        assertThatThrownBy(() -> SmallDocument.json(text)).isInstanceOf(BadDocument.class).hasMessageContaining(words)
                .message().doesNotContain("Unexpected character", "Source", "\n");
    }

    @Test
    void jsonMayBeIndentedByTabsWhateverItsFileIsCalled() throws IOException {
        for (String name : List.of("x.nextmv.json", "x.nextmv.yaml", "x.NEXTMV.JSON")) {
            Path file = Files.writeString(folder.resolve(name), "{\n\t\"options\": {\n\t\t\"a\": 1,\n\t}\n}\n");
            assertThat(SmallDocument.read(file)).as(name).isEqualTo(Map.of("options", Map.of("a", "1")));
        }
    }

    @Test
    void whatEditorsPutBeforeATextIsNoPartOfIt() throws IOException {
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            for (String name : List.of("x.yaml", "x.json")) {
                Path file = Files.write(folder.resolve(name), "\uFEFF{\"name\": \"Zürich\"}".getBytes(charset));
                assertThat(SmallDocument.read(file)).as(charset + " " + name).isEqualTo(Map.of("name", "Zürich"));
            }
        }
        Path latin = Files.write(folder.resolve("latin.yaml"), "name: Zürich".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SmallDocument.read(latin)).hasMessageContaining("not encoded in UTF-8");
        Path unmarked = Files.write(folder.resolve("unmarked.yaml"), "name: x".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> SmallDocument.read(unmarked)).hasMessageContaining("U+0000");
    }

    @Test
    void whatIsNoFileIsNotOpened() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "name: secret");
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), secret);
        Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere.yaml"), folder.resolve("nothing"));
        Path pipe = folder.resolve("pipe.yaml");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        for (Path file : Arrays.asList(link, nowhere, pipe, folder, Path.of("/dev/zero"))) {
            assertThatThrownBy(() -> SmallDocument.read(file)).isInstanceOf(BadDocument.class)
                    .hasMessageContaining("not followed");
        }
    }
}
