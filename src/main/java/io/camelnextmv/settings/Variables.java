package io.camelnextmv.settings;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How settings are called in the environment, where names have neither dots nor hyphens: in capitals, {@code _} for
 * {@code .} and {@code -}. What follows {@code NEXTMV_OPTIONS_} is the name of an option in small letters, in which
 * {@code __} stands for a dot and {@code _} for itself; an option with capitals or hyphens in its name cannot be given so.
 */
final class Variables {
    private static final String INBOXES = "NEXTMV_INBOXES_";
    private static final String OPTIONS = "OPTIONS_";
    private static final String OURS = "NEXTMV_";
    private static final Pattern OF_AN_INBOX = Pattern.compile("nextmv[.]inboxes[.][^.]+[.]options[.]");

    private Variables() {
    }

    /**
     * @param key a setting
     * @return the environment's variable that sets it
     */
    static String of(String key) {
        int options = key.indexOf("." + RunSpecs.OPTIONS.substring("nextmv.".length()));
        return options < 0 ? plain(key)
                : plain(key.substring(0, options)) + "_" + OPTIONS
                        + key.substring(options + RunSpecs.OPTIONS.length() - "nextmv".length())
                                .toUpperCase(Locale.ROOT).replace(".", "__");
    }

    /**
     * @param key a setting
     * @return whether it is an option, of all or of an inbox
     */
    static boolean isOption(String key) {
        return key.startsWith(RunSpecs.OPTIONS) || OF_AN_INBOX.matcher(key).lookingAt();
    }

    private static String plain(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * The settings of options and inboxes in the environment, whose names no table holds.
     *
     * @param environment the environment's variables
     * @param inboxes     the names of the inboxes
     * @return the settings that they give
     * @throws BadSetting if one could be that of two inboxes
     */
    static Map<String, String> settings(Map<String, String> environment, Collection<String> inboxes) {
        Map<String, String> found = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith(OURS + OPTIONS) && variable.length() > OURS.length() + OPTIONS.length()) {
                found.put(RunSpecs.OPTIONS + option(variable.substring(OURS.length() + OPTIONS.length())), value);
            } else if (variable.startsWith(INBOXES)) {
                TreeSet<String> keys = keys(variable, inboxes);
                if (keys.size() > 1) {
                    throw new BadSetting(variable + " could be " + String.join(" or ", keys)
                            + ": give it in config/application.properties");
                }
                keys.forEach(key -> found.put(key, value));
            }
        });
        return found;
    }

    private static TreeSet<String> keys(String variable, Collection<String> inboxes) {
        TreeSet<String> keys = new TreeSet<>();
        for (String inbox : inboxes) {
            String prefix = INBOXES + plain(inbox) + "_";
            if (variable.startsWith(prefix)) {
                String rest = variable.substring(prefix.length());
                String own = NamedInbox.PREFIX + inbox + ".";
                if (rest.startsWith(OPTIONS) && rest.length() > OPTIONS.length()) {
                    keys.add(own + "options." + option(rest.substring(OPTIONS.length())));
                }
                NamedInbox.keys().stream().filter(key -> plain(key).equals(rest)).forEach(key -> keys.add(own + key));
            }
        }
        return keys;
    }

    private static String option(String rest) {
        return rest.toLowerCase(Locale.ROOT).replace("__", ".");
    }
}
