package io.camelnextmv.logging;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;

/**
 * Hides what is secret in a text that is written for people: the values that are known to be secret, and whatever has the
 * form of a secret. Safe for many threads.
 */
public final class Secrets {
    private static final String HIDDEN = "***";
    /** What is shorter is no secret, but a word: hidden, it would make holes in every line. */
    private static final int SHORTEST = 8;
    private static final Pattern NAMES = Pattern.compile("(?i).*(password|passwd|secret|api[-_.]?key|token|credential"
            + "|jaas).*");
    /** It names a collection of secrets at the service, or a file, and is none. */
    private static final Pattern NO_SECRETS = Pattern.compile("(?i).*(secrets[-_.]collection.*|[-_.]file)");

    private static final String QUERY_NAMES = "x-(?:amz|goog|oss|obs)-[a-z-]{1,40}|awsaccesskeyid|googleaccessid"
            + "|[\\w.-]{0,40}(?:signature|sig|token|secret|password|passwd|credential|api[-_]?key)[\\w.-]{0,40}";
    /** What is longer is for a file: nobody reads on, and whoever is looked for in it costs time. */
    private static final int LONGEST = 16 * 1024;
    /** The forms, each with what is kept of it; none of them looks back and forth for long, whatever the text. */
    private static final List<Map.Entry<Pattern, String>> FORMS = List.of(
            // A presigned address, also where JSON or another address holds it: its query is what signs it.
            form("((?:[?&;]|\\\\u0026|%26|%3F)(?:" + QUERY_NAMES + ")(?:=|%3D))[^&\\s\"'<>\\\\)\\]}]+", "$1" + HIDDEN),
            form("((?:proxy-)?authorization[\"']?\\s*[:=]\\s*[\"'\\[]?)(?:(?:bearer|basic)\\s+)?[^\\s\"',\\]})]+",
                    "$1" + HIDDEN),
            form("\\b(bearer\\s+)[\\w.~+/-]{8,}=*", "$1" + HIDDEN),
            form("\\b([a-z][a-z0-9+.-]{0,20}://)[^/\\s@?#\"']{1,500}@", "$1" + HIDDEN + "@"),
            form("\\b(v1=)[0-9a-f]{16,}", "$1" + HIDDEN),
            form("(\"(?:secret|password|token|signature|api[-_]?key)\"\\s*:\\s*\")[^\"]+", "$1" + HIDDEN),
            form("(\\b(?:password|passwd|secret)\\s*=\\s*[\"'])[^\"']+", "$1" + HIDDEN));

    /** Each form has one of these; most lines have none, and are not looked through for seven forms. */
    private static final Pattern PERHAPS = Pattern.compile("[=:%]|(?i:bearer)");

    private final Set<String> values = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private static Map.Entry<Pattern, String> form(String pattern, String kept) {
        return Map.entry(Pattern.compile("(?i)" + pattern), kept);
    }

    /**
     * Makes a value known as a secret.
     *
     * @param value the value; one of fewer than 8 characters is not hidden
     */
    public void add(String value) {
        String stripped = value.strip();
        if (stripped.length() >= SHORTEST && !stripped.contains("{{")) {
            values.add(stripped);
        }
    }

    /**
     * Makes known what is secret among settings or variables of the environment, by their names.
     *
     * @param named their values by their names
     */
    public void addFrom(Map<?, ?> named) {
        named.forEach((name, value) -> {
            if (value != null && isSecret(name.toString())) {
                add(value.toString());
            }
        });
    }

    /**
     * @param name the name of a setting or variable
     * @return whether its value is a secret
     */
    public static boolean isSecret(String name) {
        return NAMES.matcher(name).matches() && !NO_SECRETS.matcher(name).matches();
    }

    /**
     * @param text any text
     * @return the same without what is secret in it
     */
    public String hide(String text) {
        String shown = text;
        for (String value : values) {
            shown = shown.replace(value, HIDDEN);
        }
        if (!PERHAPS.matcher(shown).find()) {
            return shown;
        }
        for (Map.Entry<Pattern, String> form : FORMS) {
            shown = form.getKey().matcher(shown).replaceAll(form.getValue());
        }
        return shown;
    }

    /**
     * @param text any text
     * @return the same as it may be shown to people: without secrets, in one line of visible characters, cut where it is
     *         longer than 16 KiB
     */
    public String show(String text) {
        if (text.length() <= LONGEST) {
            return Printable.of(hide(text));
        }
        // Twice as much: a secret that the first cut goes through is not in what is left by the second.
        String hidden = hide(text.substring(0, Math.min(text.length(), 2 * LONGEST)));
        return Printable.of(hidden.substring(0, Math.min(hidden.length(), LONGEST))) + "… (" + text.length()
                + " characters in all)";
    }
}
