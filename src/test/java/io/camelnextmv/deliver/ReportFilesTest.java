package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFilesTest {
    @TempDir
    private Path folder;
    private final ReportFiles reports = new ReportFiles();

    private boolean knows(String name, String text) throws IOException {
        return reports.has(Files.writeString(folder.resolve(name), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"file\":\"a\",\"ticket\":\"20261124-100000-ab1z-0001\",\"application_id\":\"x\",\"status\":\"failed\"}",
        "{\"status\":\"failed\",\"logs\":{\"deep\":[1,{\"a\":2}]},\"application_id\":\"x\",\"file\":\"a\","
                + "\"ticket\":\"message-0123456789abcdef0123456789abcdef\"}",
        "{\"file\":\"a\",\"ticket\":\"20261124-100000-ab1z-12345\",\"application_id\":\"x\",\"status\":\"failed\",\"er"})
    void aReportIsKnownByWhatItHoldsInWhateverOrderEvenWhereItsEndIsMissing(String report) throws IOException {
        assertThat(knows("orders.error.json", report)).isTrue();
        assertThat(knows("ORDERS.ERROR.JSON", report)).isTrue();
        assertThat(knows("orders.json", report)).as("by its name too").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "no json", "{\"stops\":[]}", "{\"file\":\"a\",\"status\":\"b\"}",
        "{\"file\":\"a\",\"ticket\":\"T-1\",\"application_id\":\"x\",\"status\":\"failed\"}",
        "{\"file\":1,\"ticket\":\"20261124-100000-ab1z-0001\",\"application_id\":\"x\",\"status\":\"failed\"}",
        "{\"in\":{\"file\":\"a\",\"ticket\":\"20261124-100000-ab1z-0001\",\"application_id\":\"x\",\"status\":\"f\"}}"})
    void aFileOfTheUsersThatIsMerelyCalledLikeOneIsNone(String text) throws IOException {
        assertThat(knows("mine.error.json", text)).isFalse();
        assertThat(knows("mine.logs.txt", text)).as("no report lies beside it").isFalse();
    }

    /** Of two inputs that came back, and went into an inbox again with all that lay beside them. */
    @ParameterizedTest
    @ValueSource(strings = {"partial.json", "partial.txt", "logs.txt"})
    void anInputThatIsCalledLikeAPartOfAnotherIsOneWhereItHasAReportOfItsOwn(String ending) throws IOException {
        String report = "{\"file\":\"a\",\"ticket\":\"20261124-100000-ab1z-0001\",\"application_id\":\"x\","
                + "\"status\":\"failed\"}";
        assertThat(knows("orders.error.json", report)).isTrue();
        assertThat(knows("orders." + ending, "{}")).isTrue();
        assertThat(knows(Names.report(Names.of("orders." + ending).stem()), report)).isTrue();
        assertThat(knows("orders." + ending, "{}")).isFalse();
    }

    @Test
    void whatIsWrittenAnewIsLookedAtAnew() throws IOException {
        String report = "{\"file\":\"a\",\"ticket\":\"20261124-100000-ab1z-0001\",\"application_id\":\"x\","
                + "\"status\":\"failed\"}";
        assertThat(knows("orders.error.json", report)).isTrue();
        assertThat(knows("orders.logs.txt", "a log")).isTrue();
        reports.forgetOthers();
        assertThat(knows("orders.error.json", "{\"stops\":[]}")).isFalse();
        assertThat(knows("orders.logs.txt", "a log")).isFalse();
    }

    @Test
    void aLinkToAReportIsNotFollowed() throws IOException {
        knows("orders.error.json", "{}");
        Files.createSymbolicLink(folder.resolve("link.error.json"), Path.of("orders.error.json"));
        assertThat(reports.has(folder.resolve("link.error.json"))).isFalse();
    }
}
