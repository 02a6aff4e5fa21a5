package io.camelnextmv.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes a man page of a command line and its commands, in the macros that every {@code man} knows. */
final class ManPage {
    private static final Map<String, String> ENVIRONMENT_OF_SCRIPT = Map.of(
            "JAVA_HOME", "The Java to use, 17 or later; without it the java of PATH.",
            "JAVA_OPTS", "Options of the JVM, with blanks between them; they win over those of the start script.",
            "CAMEL_NEXTMV_FOLDER", "The folder to work in: its config/ and routes/ are read, and relative folders of the"
                    + " settings lie in it. Without it: the current folder, if it has config/application*.properties or"
                    + " routes/*.camel.yaml; else the folder of the distribution.",
            "CAMEL_NEXTMV_ARCHIVE", "The file of the class-data archive; none: without.",
            "NEXTMV_API_KEY", "The key, as every setting by its name in capitals; NEXTMV_API_KEY_FILE names a file that"
                    + " holds it.");
    private final String name;
    private final String version;
    private final String date;

    /**
     * @param name    the command
     * @param version of which version
     * @param date    of which day, as 2026-11-24
     */
    ManPage(String name, String version, String date) {
        this.name = name;
        this.version = version;
        this.date = date;
    }

    /** @return the page in roff */
    String of(CommandLine commands) {
        CommandSpec root = commands.getCommandSpec();
        StringBuilder page = new StringBuilder();
        macro(page, "TH", name.toUpperCase(java.util.Locale.ROOT), "1", date, name + " " + version, "User Commands");
        macro(page, "SH", "NAME");
        page.append(text(name)).append(" \\- ").append(text(shortly(root))).append('\n');
        macro(page, "SH", "SYNOPSIS");
        synopsis(page, root, name);
        commands.getSubcommands().forEach((sub, line) -> synopsis(page, line.getCommandSpec(), name + " " + sub));
        macro(page, "SH", "DESCRIPTION");
        paragraphs(page, root.usageMessage().description());
        arguments(page, root, "OPTIONS");
        macro(page, "SH", "COMMANDS");
        commands.getSubcommands().forEach((sub, line) -> command(page, sub, line));
        macro(page, "SH", "EXIT STATUS");
        root.usageMessage().exitCodeList().forEach((code, why) -> item(page, code, why));
        macro(page, "SH", "ENVIRONMENT");
        ENVIRONMENT_OF_SCRIPT.keySet().stream().sorted()
                .forEach(variable -> item(page, variable, ENVIRONMENT_OF_SCRIPT.get(variable)));
        macro(page, "SH", "FILES");
        item(page, "config/application.properties", "All settings, each with its unit and default.");
        item(page, "routes/", "The Camel routes that do the work.");
        item(page, "ext/", "Jars that are put on the class path: components of Camel, drivers.");
        return page.toString();
    }

    private static void command(StringBuilder page, String title, CommandLine line) {
        macro(page, "SS", title);
        paragraphs(page, line.getCommandSpec().usageMessage().description());
        arguments(page, line.getCommandSpec(), null);
        line.getSubcommands().forEach((sub, inner) -> command(page, title + " " + sub, inner));
    }

    private static void arguments(StringBuilder page, CommandSpec command, String title) {
        if (title != null) {
            macro(page, "SH", title);
        }
        command.positionalParameters().stream().filter(one -> !one.hidden())
                .forEach(one -> item(page, one.paramLabel(), described(one)));
        command.options().stream().filter(one -> !one.hidden()).forEach(one -> item(page, names(one), described(one)));
    }

    private static void synopsis(StringBuilder page, CommandSpec command, String called) {
        page.append("\\fB").append(text(called)).append("\\fR");
        command.options().stream().filter(one -> !one.hidden() && !one.usageHelp() && !one.versionHelp())
                .forEach(one -> page.append(" [").append(text(one.longestName() + label(one))).append(']')
                        .append(one.isMultiValue() ? " ..." : ""));
        command.positionalParameters().stream().filter(one -> !one.hidden()).forEach(one -> page.append(' ')
                .append(text(one.arity().min() == 0 ? "[" + one.paramLabel() + "]" : one.paramLabel())));
        page.append('\n');
        macro(page, "br");
    }

    private static String names(OptionSpec option) {
        return String.join(", ", option.names()) + label(option);
    }

    private static String label(OptionSpec option) {
        return option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    }

    private static String described(ArgSpec argument) {
        String given = argument.defaultValue() == null ? "" : argument.defaultValueString();
        return Arrays.stream(argument.description()).map(line -> line.replace("${DEFAULT-VALUE}", given))
                .collect(Collectors.joining(" "));
    }

    private static String shortly(CommandSpec command) {
        String text = List.of(command.usageMessage().description()).get(0);
        return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1).replaceFirst("\\.$", "");
    }

    private static void paragraphs(StringBuilder page, String... texts) {
        for (String text : texts) {
            macro(page, "PP");
            page.append(text(text)).append('\n');
        }
    }

    private static void item(StringBuilder page, String what, String text) {
        macro(page, "TP");
        page.append("\\fB").append(text(what)).append("\\fR\n").append(text(text)).append('\n');
    }

    private static void macro(StringBuilder page, String macro, String... arguments) {
        page.append('.').append(macro);
        for (String argument : arguments) {
            page.append(" \"").append(text(argument).replace("\"", "\\(dq")).append('"');
        }
        page.append('\n');
    }

    /** A hyphen is one that can be copied; a line begins with no sign that roff takes as a request. */
    private static String text(String text) {
        String plain = text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-").strip();
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
