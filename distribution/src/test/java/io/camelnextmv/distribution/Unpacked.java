package io.camelnextmv.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The distribution as an operator unpacks it, in a folder with blanks, and called by a link from another folder. */
final class Unpacked {
    private static final Path TARGET = Path.of("..", "target").toAbsolutePath().normalize();
    private static final long LONGEST = 120;
    private final Path folder;
    private final Path elsewhere;
    private final Path link;

    /** What a process printed, and its exit code. */
    record Said(int code, String out, String err) {
    }

    private Unpacked(Path folder, Path elsewhere, Path link) {
        this.folder = folder;
        this.elsewhere = elsewhere;
        this.link = link;
    }

    /** @return the archive that the build has made */
    static Path archive() {
        Path archive = TARGET.resolve("camel-nextmv-" + System.getProperty("distribution.version") + ".tar.gz");
        if (!Files.exists(archive)) {
            throw new IllegalStateException(archive + " is missing: run mvn package first");
        }
        return archive;
    }

    static Unpacked in(Path folder) throws Exception {
        Path place = Files.createDirectories(folder.resolve("program files (old)"));
        Process tar = new ProcessBuilder("tar", "xzf", archive().toString(), "--strip-components=1", "-C", place.toString())
                .inheritIO().start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar ended with " + tar.exitValue());
        }
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        // A link to a link, and one of them relative.
        Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("..", place.getFileName().toString(), "bin",
                "camel-nextmv"));
        Path link = Files.createSymbolicLink(folder.resolve("linked"), elsewhere.resolve("first"));
        return new Unpacked(place, elsewhere, link);
    }

    Path folder() {
        return folder;
    }

    /** @return the folder that it is called in */
    Path elsewhere() {
        return elsewhere;
    }

    /** A call that lasts: what it says goes into the file of that name. */
    Process start(String log, Map<String, String> environment, String... arguments) throws IOException {
        return startBy(List.of(), log, environment, arguments);
    }

    /** The same by another command, which is told what to call. */
    Process startBy(List<String> command, String log, Map<String, String> environment, String... arguments)
            throws IOException {
        ProcessBuilder builder = builder(environment, arguments);
        builder.command().addAll(0, command);
        return builder.redirectErrorStream(true).redirectOutput(elsewhere.resolve(log).toFile()).start();
    }

    String log(String name) {
        try {
            return Files.readString(elsewhere.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }

    Said call(Map<String, String> environment, String... arguments) throws Exception {
        return ended(builder(environment, arguments));
    }

    /** Any other command, in the distribution's folder. */
    Said command(String... command) throws Exception {
        return ended(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private Said ended(ProcessBuilder builder) throws Exception {
        Path out = elsewhere.resolve(".out");
        Path err = elsewhere.resolve(".err");
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(LONGEST, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(builder.command() + " does not end: " + Files.readString(err));
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEXTMV_") || name.startsWith("CAMEL_")
                || name.startsWith("JAVA_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder;
    }
}
