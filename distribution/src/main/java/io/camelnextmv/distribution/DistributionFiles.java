package io.camelnextmv.distribution;

import io.camelnextmv.cli.CamelNextmv;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Writes what a distribution holds that is made of the code and of the libraries: completion, man page, notices. */
public final class DistributionFiles {
    private static final String NAME = "camel-nextmv";

    private DistributionFiles() {
    }

    /**
     * @param args the folder to write to, the project's folder, the folder of the jars, the list of components, the version,
     *             and the date of the sources, as {@code 2026-11-24T00:00:00Z}
     * @throws IOException if a file cannot be read or written, or a library does not say its licence
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        Path project = Path.of(args[1]);
        CommandLine commands = CamelNextmv.commandLine(project, Map.of(), OutputStream.nullOutputStream());
        commands.addSubcommand(ClassArchiveHelp.NAME, new ClassArchiveHelp());
        write(target.resolve("completion/bash/" + NAME), AutoComplete.bash(NAME, commands));
        write(target.resolve("completion/zsh/_" + NAME), new ZshCompletion(NAME).of(commands));
        write(target.resolve("man/man1/" + NAME + ".1"), new ManPage(NAME, args[4], args[5].substring(0, 10)).of(commands));
        new Notices(Path.of(args[2]), Path.of(args[3])).write(project.resolve("NOTICE"), target);
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
