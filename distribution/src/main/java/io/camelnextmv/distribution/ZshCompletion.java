package io.camelnextmv.distribution;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes zsh's completion of a command line: commands and options with what they do. */
final class ZshCompletion {
    private static final String UNTIL = "[.;] .*|[.]$";
    private final String name;

    /** @param name the command that is completed */
    ZshCompletion(String name) {
        this.name = name;
    }

    /** @return the text of the file {@code _<name>} */
    String of(CommandLine commands) {
        StringBuilder text = new StringBuilder("#compdef " + name + "\n# Made of the command line itself.\n\n");
        functions(text, commands, "_" + name);
        return text.append("_" + name + " \"$@\"\n").toString();
    }

    private void functions(StringBuilder text, CommandLine command, String function) {
        command.getSubcommands().forEach((sub, line) -> functions(text, line, function + "_" + sub));
        text.append(function).append("() {\n");
        text.append("  local context state state_descr line\n  typeset -A opt_args\n  _arguments -s -S -C");
        command.getCommandSpec().options().stream().filter(option -> !option.hidden())
                .forEach(option -> text.append(" \\\n    ").append(option(option)));
        if (command.getSubcommands().isEmpty()) {
            positionals(command.getCommandSpec()).forEach(one -> text.append(" \\\n    ").append(one));
            text.append("\n}\n\n");
        } else {
            text.append(" \\\n    '1: :->command' \\\n    '*:: :->rest'\n");
            states(text, command.getSubcommands(), function);
        }
    }

    private static void states(StringBuilder text, Map<String, CommandLine> commands, String function) {
        text.append("  case $state in\n    command)\n      local -a commands=(\n");
        commands.forEach((sub, line) -> text.append("        ").append(quoted(sub + ":"
                + escaped(first(line.getCommandSpec().usageMessage().description()), ":"))).append('\n'));
        text.append("      )\n      _describe command commands\n      ;;\n    rest)\n      case $words[1] in\n");
        commands.keySet().forEach(sub -> text.append("        ").append(sub).append(") ").append(function).append('_')
                .append(sub).append(" ;;\n"));
        text.append("      esac\n      ;;\n  esac\n}\n\n");
    }

    /** As {@code _arguments} takes it: each name excludes the others, unless it may be given again. */
    private static String option(OptionSpec option) {
        String names = String.join(" ", option.names());
        String what = "[" + escaped(first(option.description()), "[]:") + "]";
        String value = option.arity().max() == 0 ? "" : ":" + value(option);
        boolean again = option.isMultiValue();
        return Stream.of(option.names()).map(one -> quoted((again ? "*" : "(" + names + ")") + one
                        + (value.isEmpty() ? "" : one.startsWith("--") ? "=" : "+") + what + value))
                .collect(Collectors.joining(" \\\n    "));
    }

    private static Stream<String> positionals(CommandSpec command) {
        return command.positionalParameters().stream().filter(one -> !one.hidden())
                .map(one -> quoted((one.arity().max() > 1 || one.index().max() > one.index().min() ? "*" : "") + ":"
                        + value(one)));
    }

    private static String value(ArgSpec argument) {
        String label = escaped(argument.paramLabel().replaceAll("[<>]", ""), ":");
        Class<?> type = argument.auxiliaryTypes()[0];
        if (argument.completionCandidates() != null) {
            return label + ":(" + words(argument.completionCandidates().iterator()) + ")";
        }
        if (type.isEnum()) {
            return label + ":(" + Arrays.stream(type.getEnumConstants()).map(Object::toString)
                    .collect(Collectors.joining(" ")) + ")";
        }
        return label + ":" + (Path.class.isAssignableFrom(type) ? "_files" : " ");
    }

    private static String words(Iterator<String> values) {
        Iterable<String> all = () -> values;
        return StreamSupport.stream(all.spliterator(), false).collect(Collectors.joining(" "));
    }

    private static String first(String... description) {
        return description.length == 0 ? "" : description[0].replace("%n", " ").replaceAll("\\$\\{[^}]*}", "")
                .replaceFirst(UNTIL, "").strip();
    }

    private static String escaped(String text, String signs) {
        return text.replace("\\", "\\\\").replaceAll("([" + signs.replace("[", "\\[").replace("]", "\\]") + "])", "\\\\$1");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
