package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.cli.CamelNextmv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gateway as a process: what it says when it cannot start, and where its settings come from. */
@Tag("proof")
class CommandLineTest {
    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {
    }

    /** Every start in this class ends by itself: its settings cannot be. */
    private Ended start(Map<String, String> environment, String... properties) throws Exception {
        return start(environment, List.of(), properties);
    }

    private Ended start(Map<String, String> environment, List<String> arguments, String... properties) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder));
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CamelNextmv.class.getName()));
        command.addAll(arguments);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXTMV_") || name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @Test
    void aBadSettingEndsItWithOneLineThatNamesItAndWithCodeTwo() throws Exception {
        Ended ended = start(Map.of("NEXTMV_API_KEY", "k"), "-Dnextmv.aplication-id=routing");

        assertThat(ended.err()).isEqualTo("camel-nextmv cannot start: nextmv.aplication-id is not a setting; the nearest"
                + " one is nextmv.application-id\n");
        assertThat(ended.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"'', nextmv/logback.xml", "status, nextmv/logback-command.xml", "queue, nextmv/logback-command.xml",
        "cancel a.json, nextmv/logback-command.xml", "runs, nextmv/logback-command.xml"})
    void eachLogsByOurConfigurationAndNotByWhatLogbackFinds(String arguments, String configuration) throws Exception {
        Ended ended = start(Map.of("NEXTMV_API_KEY", "k"), arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")),
                "-Dnextmv.aplication-id=routing",
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.OnConsoleStatusListener");

        assertThat(ended.out()).contains("[" + configuration + "]").doesNotContain("Found resource [logback-test.xml]");
    }

    @Test
    void aMissingKeyIsNamedWithThePlacesWhereItCanBeGiven() throws Exception {
        Ended ended = start(Map.of("NEXTMV_APPLICATION_ID", "routing"));

        assertThat(ended.err()).startsWith("camel-nextmv cannot start: nextmv.api-key is missing")
                .contains("NEXTMV_API_KEY", "~/.nextmv/config.yaml").hasLineCount(1);
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void theSettingsOfAnInboxCanBeGivenOnTheCommandLine() throws Exception {
        Ended ended = start(Map.of("NEXTMV_API_KEY", "k", "NEXTMV_APPLICATION_ID", "routing"), "-Dnextmv.inboxes=fleet",
                "-Dnextmv.inboxes.fleet.queuing.priority=99");

        assertThat(ended.err()).startsWith("camel-nextmv cannot start: nextmv.inboxes.fleet.queuing.priority")
                .contains("\"99\"").hasLineCount(1);
    }

    @Test
    void theSettingsOfAnInboxCanBeGivenInTheEnvironmentAndTheCommandLineWins() throws Exception {
        Ended ended = start(Map.of("NEXTMV_API_KEY", "k", "NEXTMV_APPLICATION_ID", "routing", "NEXTMV_INBOXES", "night-shift",
                "NEXTMV_INBOXES_NIGHT_SHIFT_QUEUING_PRIORITY", "88", "NEXTMV_INBOXES_NIGHT_SHIFT_RUN_TYPE", "never"),
                "-Dnextmv.inboxes.night-shift.run-type=standard");

        assertThat(ended.err()).startsWith("camel-nextmv cannot start: nextmv.inboxes.night-shift.queuing.priority")
                .contains("\"88\"").doesNotContain("never").hasLineCount(1);
    }

    @Test
    void aFileThatNotepadSavedIsReadFromItsFirstLineOn() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config").resolve("application.properties"),
                "\uFEFFnextmv.api-key = k\r\nnextmv.application-id = routing\r\nnextmv.poll.delay = bäld\r\n");

        Ended ended = start(Map.of("LC_ALL", "C.UTF-8"), "-Dstderr.encoding=UTF-8");

        assertThat(ended.err()).startsWith("camel-nextmv cannot start: nextmv.poll.delay").hasLineCount(1);
    }

    @Test
    void settingsOfTheEnvironmentAreTakenAndTheCommandLineWinsOverThem() throws Exception {
        Ended ended = start(Map.of("NEXTMV_API_KEY", "k", "NEXTMV_APPLICATION_ID", "routing", "NEXTMV_POLL_MAX_TRIES",
                "many", "NEXTMV_POLL_DELAY", "soon"), "-Dnextmv.poll.delay=1s");

        assertThat(ended.err()).contains("nextmv.poll.max-tries", "\"many\"").doesNotContain("soon").hasLineCount(1);
    }

    @Test
    void numbersOfCamelThatTheEnvironmentGivesAreCheckedToo() throws Exception {
        Ended ended = start(Map.of("NEXTMV_API_KEY", "k", "NEXTMV_APPLICATION_ID", "routing",
                "CAMEL_MANAGEMENT_PORT", "abc"));

        assertThat(ended.err()).contains("camel.management.port", "\"abc\"").hasLineCount(1);
    }

    @Test
    void theFileOfTheFolderIsTakenAndTheEnvironmentWinsOverIt() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config").resolve("application.properties"),
                "nextmv.api-key = k\nnextmv.application-id = routing\nnextmv.poll.delay = soon\n"
                        + "nextmv.poll.max-tries = many\n");

        Ended ended = start(Map.of("NEXTMV_POLL_DELAY", "1s"));

        assertThat(ended.err()).contains("nextmv.poll.max-tries", "\"many\"").doesNotContain("soon").hasLineCount(1);
    }

    @Test
    void theKeyOfTheVendorsOwnFileIsTaken() throws Exception {
        Files.createDirectory(folder.resolve(".nextmv"));
        Files.writeString(folder.resolve(".nextmv").resolve("config.yaml"), "apikey: from-the-file\n");

        Ended ended = start(Map.of());

        assertThat(ended.err()).startsWith("camel-nextmv cannot start: nextmv.application-id is missing").hasLineCount(1);
    }

    @Test
    void aProfileThatThereIsNotIsNamed() throws Exception {
        Ended ended = start(Map.of(), "-Dcamel.main.profile=nope");

        assertThat(ended.err()).contains("camel.main.profile", "nope").hasLineCount(1);
        assertThat(ended.code()).isEqualTo(2);
    }
}
