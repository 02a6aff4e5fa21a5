package io.camelnextmv.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.distribution.Unpacked.Said;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution at work, by its start script. */
@Tag("proof")
class OperatedIT {
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    @TempDir
    private static Path temp;
    private static Unpacked unpacked;
    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void unpack() throws Exception {
        unpacked = Unpacked.in(temp);
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aFileIsDeliveredACommandIsOfTheCallersFolderAndAStopEndsItWithZero() throws Exception {
        int port = freePort();
        Map<String, String> settings = Map.of("NEXTMV_SANDBOX_PORT", String.valueOf(port), "NEXTMV_SANDBOX_RUN_TIME", "10ms",
                "NEXTMV_URL", "http://127.0.0.1:" + port, "NEXTMV_API_KEY", "sandbox", "NEXTMV_APPLICATION_ID", "demo",
                "NEXTMV_POLL_DELAY", "100ms");
        probe(unpacked.folder().resolve("ext/probe.jar"));
        Files.writeString(unpacked.folder().resolve("config/application.properties"),
                "\ncamel.beans.probe = #class:extra.Probe\n", StandardOpenOption.APPEND);
        Process sandbox = started("sandbox.log", settings, "sandbox");
        Awaitility.await().atMost(AT_MOST).until(() -> unpacked.log("sandbox.log").contains("listens"));
        Process gateway = started("gateway.log", settings);
        // The distribution's own folder, as where it is called there is no gateway's.
        Path data = unpacked.folder().resolve("data");
        Awaitility.await().atMost(AT_MOST).until(() -> Files.isDirectory(data.resolve("inbox")));
        Files.writeString(data.resolve("inbox/.tour"), "{\"stops\": []}");
        Files.move(data.resolve("inbox/.tour"), data.resolve("inbox/tour.json"));
        Awaitility.await().atMost(AT_MOST).until(() -> isThere(data, "outbox/tour.json")
                || isThere(data, "errors/tour.json"));

        Said runs = unpacked.call(settings, "runs", "--json");
        assertThat(runs.code()).as(runs.err()).isZero();
        String run = runs.out().replaceFirst("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        Said input = unpacked.call(settings, "input", run, "--output", "again.json");
        assertThat(input.code()).as(input.err()).isZero();
        assertThat(unpacked.elsewhere().resolve("again.json")).hasContent("{\"stops\": []}");

        assertThat(unpacked.log("gateway.log")).contains("the probe of ext/ is here");
        gateway.destroy();
        sandbox.destroy();
        assertThat(gateway.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).as("the gateway stops").isTrue();
        assertThat(gateway.exitValue()).isZero();
    }

    /** Else the service would be shown as one that has failed. */
    @Test
    void aStopWhileItStartsEndsItWithACodeThatTheUnitKnows() throws Exception {
        Process gateway = started("starting.log", Map.of("CAMEL_NEXTMV_FOLDER", temp.toString(), "NEXTMV_API_KEY", "k",
                "NEXTMV_APPLICATION_ID", "a"));
        Awaitility.await().atMost(AT_MOST).until(() -> gateway.info().command().filter(command -> command.endsWith("/java"))
                .isPresent());
        gateway.destroy();
        assertThat(gateway.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Path.of("src", "dist", "systemd", "camel-nextmv.service")).content()
                .contains("\nSuccessExitStatus=" + gateway.exitValue() + "\n");
    }

    @Test
    void aSettingThatCannotBeIsExitCodeTwoAndOneLineOfTheFolderThatIsNamedOrElseOfTheCallers() throws Exception {
        Path named = Files.createDirectories(temp.resolve("wrong one/config"));
        Files.writeString(named.resolve("application.properties"), "nextmv.poll.delay = soon\n");
        Path callers = Files.createDirectories(unpacked.elsewhere().resolve("config"));
        Files.writeString(callers.resolve("application.properties"), "nextmv.poll.delay = later\n");
        try {
            Said ofNamed = unpacked.call(Map.of("CAMEL_NEXTMV_FOLDER", named.getParent().toString(), "NEXTMV_API_KEY", "k",
                    "NEXTMV_APPLICATION_ID", "a"));
            Said ofCallers = unpacked.call(Map.of("NEXTMV_API_KEY", "k", "NEXTMV_APPLICATION_ID", "a"));
            assertThat(ofNamed.err()).contains("nextmv.poll.delay is \"soon\"").hasLineCount(1);
            assertThat(ofCallers.err()).contains("nextmv.poll.delay is \"later\"").hasLineCount(1);
            assertThat(List.of(ofNamed.code(), ofCallers.code())).containsOnly(2);
        } finally {
            Files.delete(callers.resolve("application.properties"));
        }
    }

    /** Java would take it for two folders. */
    @Test
    void aColonInTheFoldersNameIsSaidAtOnce() throws Exception {
        Path split = Files.createDirectories(temp.resolve("a:b/bin"));
        Files.copy(unpacked.folder().resolve("bin/camel-nextmv"), split.resolve("camel-nextmv"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Said said = unpacked.command("sh", "-c", "exec \"$0\" --version", split.resolve("camel-nextmv").toString());
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("a:b has a colon in its name").hasLineCount(1);
    }

    /** The three behind the first are Java's own. A text of several lines has others than blanks between its words. */
    @ParameterizedTest
    @ValueSource(strings = {"JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"})
    void optionsOfTheOperatorWinWhicheverVariableHoldsThem(String variable) throws Exception {
        Said said = unpacked.call(Map.of(variable, "-Xmx64m\n-XX:+UseG1GC\t-XX:+PrintFlagsFinal"), "--version");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).containsPattern("MaxHeapSize +:?= 67108864").containsPattern("UseG1GC +:?= true");
    }

    @Test
    void namesOfFilesAreReadThoughTheCallersLocaleIsNotThere() throws Exception {
        Said said = unpacked.call(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "xx_XX.UTF-8", "JAVA_OPTS",
                "-XshowSettings:properties"), "--version");
        assertThat(said.err()).contains("sun.jnu.encoding = UTF-8");
    }

    @Test
    void aJavaThatIsNamedFromTheCallersFolderIsFound() throws Exception {
        Path link = unpacked.elsewhere().resolve("its java");
        Files.createSymbolicLink(link, Path.of(System.getProperty("java.home")));
        Said said = unpacked.call(Map.of("JAVA_HOME", link.getFileName().toString()), "--version");
        Files.delete(link);
        assertThat(said.code()).as(said.err()).isZero();
    }

    /** Of a container it is the first process, to which a signal from within does nothing that it does not listen to. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProcessWithoutMemoryThatDoesNotEndItselfIsKilled(boolean first) throws Exception {
        jar("Hog", "try { Object[] all = null; while (true) { all = new Object[] {all, new byte[1 << 20]}; } }"
                + " catch (OutOfMemoryError e) { System.out.println(\"it lives\"); }"
                + " new java.util.concurrent.CountDownLatch(1).await();", unpacked.folder().resolve("ext/hog.jar"));
        Path folder = Files.createDirectories(temp.resolve("hog"));
        Files.writeString(Files.createDirectories(folder.resolve("config")).resolve("application.properties"),
                "camel.beans.hog = #class:extra.Hog\n");
        Map<String, String> settings = Map.of("CAMEL_NEXTMV_FOLDER", folder.toString(), "NEXTMV_API_KEY", "k",
                "NEXTMV_APPLICATION_ID", "a", "JAVA_OPTS", "-Xmx96m");
        List<String> alone = first ? List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child") : List.of();
        Assumptions.assumeTrue(!first || unpacked.command("sh", "-c", "unshare --pid --fork --mount-proc true").code() == 0,
                "a name space of processes can be made");
        Process gateway = unpacked.startBy(alone, "hog.log", settings);
        processes.add(gateway);

        assertThat(gateway.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).as(unpacked.log("hog.log")).isTrue();
        assertThat(unpacked.log("hog.log")).contains("it lives");
        assertThat(gateway.exitValue()).isNotZero();
    }

    @Test
    void theArchive(@TempDir Path plain) throws Exception {
        // As docs/deploy.md says it. Java writes down next to nothing of libraries in a folder whose name has blanks.
        Files.createSymbolicLink(plain.resolve(Unpacked.archive().getFileName()), Unpacked.archive());
        String page = Files.readString(Path.of("..", "docs", "deploy.md"));
        String commands = page.replaceFirst("(?s).*<!-- run by: OperatedIT.theArchive -->\\s+```sh\n(.*?)```.*", "$1");
        assertThat(commands).contains(Unpacked.archive().getFileName().toString()).contains("class-archive");
        Said said = unpacked.command("sh", "-ec", "cd \"$0\"\n" + commands, plain.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("Every file came to the place that was expected");

        Path folder = plain.resolve(Unpacked.archive().getFileName().toString().replace(".tar.gz", ""));
        String script = folder.resolve("bin/camel-nextmv").toString();
        Path loaded = plain.resolve("loaded.txt");
        Said used = unpacked.command("env", "JAVA_OPTS=-Xlog:class+load:file=" + loaded, script, "--version");
        assertThat(used.err()).isEmpty();
        assertThat(loaded).content().contains("io.camelnextmv.cli.CamelNextmv source: shared objects file (top)");
        thatDoesNotFitIsPassedOverInSilence(folder, script);
    }

    private void thatDoesNotFitIsPassedOverInSilence(Path folder, String script) throws Exception {
        Path archive = folder.resolve("cache/classes.jsa");
        for (String wrong : List.of("libraries", "broken")) {
            if (wrong.equals("libraries")) {
                Files.copy(folder.resolve("lib/camel-nextmv.jar"), folder.resolve("lib/a-new.jar"));
            } else {
                Files.delete(archive);
                Files.writeString(archive, "no archive");
            }
            Said said = unpacked.command(script, "--version");
            assertThat(said.code()).as(wrong).isZero();
            assertThat(said.err()).as(wrong).isEmpty();
            assertThat(said.out()).as(wrong).startsWith("camel-nextmv").hasLineCount(2);
        }
    }

    private Process started(String log, Map<String, String> settings, String... arguments) throws Exception {
        Process process = unpacked.start(log, settings, arguments);
        processes.add(process);
        return process;
    }

    private static boolean isThere(Path data, String file) {
        return Files.exists(data.resolve(file));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A library of the operator's: one class that says that it is there. */
    private static void probe(Path jar) throws Exception {
        jar("Probe", "System.out.println(\"the probe of ext/ is here\");", jar);
    }

    /** One class that does something as soon as it is made. */
    private static void jar(String name, String does, Path jar) throws Exception {
        Path folder = Files.createDirectories(temp.resolve(name));
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, "package extra; public class " + name + " { public " + name + "() throws Exception {" + does
                + " } }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(),
                source.toString())).isZero();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("extra/" + name + ".class"));
            Files.copy(folder.resolve("extra/" + name + ".class"), out);
        }
    }
}
