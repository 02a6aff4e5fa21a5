package io.camelnextmv.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names of settings as frameworks let them be written: {@code nextmv.poll.maxDelay} and {@code nextmv.poll.max_delay}
 * are {@code nextmv.poll.max-delay}. The names of options and inboxes are somebody else's, and stay as they are.
 */
public final class LooseNames {
    private static final String OPTIONS = "options";
    private final Map<String, String> known = loose(new KnownSettings().names());
    private final Map<String, String> ofInboxes = loose(NamedInbox.keys());

    private static Map<String, String> loose(Set<String> names) {
        return names.stream().collect(Collectors.toMap(LooseNames::loose, Function.identity()));
    }

    private static String loose(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /**
     * @param written a name that begins with ours, in whatever letters
     * @return the setting's name; the same as it is written, if there is no such setting
     */
    public String strict(String written) {
        String plain = loose(written);
        if (known.containsKey(plain)) {
            return known.get(plain);
        }
        String rest = written.substring(written.indexOf('.') + 1);
        return options(rest).map(option -> RunSpecs.OPTIONS + option)
                .orElseGet(() -> plain.startsWith(NamedInbox.PREFIX) ? ofInbox(written) : written);
    }

    private String ofInbox(String written) {
        String[] parts = written.split("\\.", 4);
        if (parts.length < 4) {
            return written;
        }
        return NamedInbox.PREFIX + parts[2] + "." + options(parts[3]).map(option -> OPTIONS + "." + option)
                .orElseGet(() -> ofInboxes.getOrDefault(loose(parts[3]), parts[3]));
    }

    /** A name that has dots or other signs stands in brackets in YAML: {@code options: {"[a/b]": 1}}. */
    private static Optional<String> options(String rest) {
        if (rest.length() <= OPTIONS.length() + 1 || !rest.toLowerCase(Locale.ROOT).startsWith(OPTIONS)) {
            return Optional.empty();
        }
        String name = rest.substring(OPTIONS.length());
        if (name.startsWith("[") && name.endsWith("]")) {
            return Optional.of(name.substring(1, name.length() - 1));
        }
        return name.startsWith(".") ? Optional.of(name.substring(1).replaceFirst("^\\[(.*)]$", "$1")) : Optional.empty();
    }

    /**
     * The settings of options and inboxes in the environment.
     *
     * @param environment the environment's variables
     * @param inboxes     the names of the inboxes
     * @return the settings that they give, by their names
     * @throws BadSetting if one could be that of two inboxes
     */
    public static Map<String, String> ofEnvironment(Map<String, String> environment, Collection<String> inboxes) {
        return new TreeMap<>(Variables.settings(environment, inboxes));
    }
}
