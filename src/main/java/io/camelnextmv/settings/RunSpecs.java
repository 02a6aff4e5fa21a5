package io.camelnextmv.settings;

import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Tracked;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a run is started with: from the settings and from the file beside an input, by the same rules. */
final class RunSpecs {
    /** What the names of the options begin with; what follows is the application's. */
    static final String OPTIONS = "nextmv.options.";
    /** Of a single input only, so that it is no setting. */
    static final String INPUT_ID = "input-id";
    private static final String OURS = "nextmv.";
    private static final String RESULT = OURS + "result.";
    private static final String AUTO = "auto";

    private enum RunType {
        STANDARD, ENSEMBLE
    }

    private enum Status {
        SUCCEEDED, FAILED
    }

    /** Of a single input only, so that they are no settings. */
    static final Set<String> RESULTS = Set.of("result.status", "result.execution-duration", "result.input",
            "result.output", "result.error", "result.error-message", "result.metrics", "result.assets");

    private RunSpecs() {
    }

    /** Reads it; what is not given is empty. */
    static RunSpec of(SettingReader values, Collection<String> names) {
        return new RunSpec(values.text("nextmv.name"), values.text("nextmv.description"), options(values, names),
                values.id("nextmv.batch-experiment-id"), values.id("nextmv.execution-class"),
                values.optional("nextmv.queuing.priority", key -> values.number(key, 1, 9)),
                values.optional("nextmv.queuing.disabled", values::flag),
                values.optional("nextmv.queuing.when-busy", key -> values.choice(key, RunSpec.WhenBusy.class)),
                values.id("nextmv.secrets-collection-id"), values.id("nextmv.integration-id"),
                values.optional("nextmv.run-type", key -> values.choice(key, RunType.class))
                        .map(type -> type.name().toLowerCase(java.util.Locale.ROOT)),
                values.id("nextmv.definition-id"), format(values, "nextmv.format.input"),
                format(values, "nextmv.format.output"), values.id(OURS + INPUT_ID), tracked(values));
    }

    /** Checks what only the whole can tell. */
    static RunSpec checked(RunSpec spec) {
        boolean ensemble = spec.runType().filter("ensemble"::equals).isPresent();
        if (ensemble != spec.definitionId().isPresent()) {
            throw new BadSetting("nextmv.run-type and nextmv.definition-id: an ensemble needs a definition-id, and"
                    + " nothing else has one");
        }
        return spec;
    }

    private static Optional<Tracked> tracked(SettingReader values) {
        return values.text(RESULT + "status").map(given -> {
            String status = values.choice(RESULT + "status", Status.class).name().toLowerCase(java.util.Locale.ROOT);
            Optional<String> output = file(values, "output");
            if (status.equals("succeeded") && output.isEmpty()) {
                throw new BadSetting(RESULT + "output is missing: a run that succeeded has one");
            }
            return new Tracked(status,
                    values.optional(RESULT + "execution-duration", key -> values.number(key, 0L, Long.MAX_VALUE))
                            .orElse(0L),
                    file(values, "input").orElseThrow(() -> new BadSetting(RESULT + "input is missing")), output,
                    file(values, "error"), values.text(RESULT + "error-message"), file(values, "metrics"),
                    file(values, "assets"));
        });
    }

    private static Optional<String> file(SettingReader values, String what) {
        return values.text(RESULT + what).map(name -> {
            if (name.matches(".*[/\\\\].*") || name.equals("..") || name.equals(".")) {
                throw new BadSetting(RESULT + what + " is \"" + name + "\": it must be the name of a file in the folder");
            }
            return name;
        });
    }

    private static Optional<Format> format(SettingReader values, String key) {
        return values.text(key).filter(text -> !text.equals(AUTO)).map(text -> Format.of(text)
                .orElseThrow(() -> new BadSetting(key + " is \"" + text
                        + "\": it must be one of auto, json, multi-file, csv-archive, text")));
    }

    private static Map<String, String> options(SettingReader values, Collection<String> names) {
        Map<String, String> options = new TreeMap<>();
        names.stream().filter(name -> name.startsWith(OPTIONS) && name.length() > OPTIONS.length())
                .forEach(name -> values.text(name)
                        .ifPresent(text -> options.put(name.substring(OPTIONS.length()), text)));
        return options;
    }
}
