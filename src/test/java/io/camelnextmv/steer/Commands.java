package io.camelnextmv.steer;

import io.camelnextmv.cli.CamelNextmv;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The command line, with what it says caught. */
public final class Commands {
    private Commands() {
    }

    /** What a command said, and its exit code. */
    public record Said(int code, String out, String err) {
    }

    public static Said run(Map<String, String> settings, String... args) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CamelNextmv.commandLine(Path.of("").toAbsolutePath(), settings, output);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(args);
        return new Said(code, out + output.toString(StandardCharsets.UTF_8), err.toString());
    }
}
