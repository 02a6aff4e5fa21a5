package io.camelnextmv.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings that there are: those of the file that documents them, which is also where their defaults stand. */
public final class KnownSettings {
    /** The place of {@code config/application.properties} in the jar. */
    public static final String DEFAULTS = "nextmv/application.properties";
    /** How the names of all settings of ours begin. */
    static final String OURS = "nextmv.";
    /** As it looks to a person: whatever invisible letters stand before it, in capitals or not. */
    private static final Pattern LIKE_OURS = Pattern.compile("(?is)[^a-z]*nextmv[.].*");
    private static final Logger LOG = LoggerFactory.getLogger(KnownSettings.class);
    private final Set<String> names = new TreeSet<>();

    /** Reads them from the jar. */
    public KnownSettings() {
        Properties defaults = new Properties();
        try (InputStream in = KnownSettings.class.getClassLoader().getResourceAsStream(DEFAULTS)) {
            defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.addAll(defaults.stringPropertyNames());
    }

    /** @return their names */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /**
     * Refuses a setting of ours that there is not.
     *
     * @param given names of settings
     * @throws BadSetting at the first unknown one, with the nearest known one
     */
    void check(Collection<String> given) {
        new TreeSet<>(given).stream().filter(name -> LIKE_OURS.matcher(name).matches() && !isKnown(name)).findFirst()
                .ifPresent(name -> {
                    throw new BadSetting(name + " is not a setting; the nearest one is " + nearest(name));
                });
    }

    /**
     * Refuses what in a file of settings can only be one of ours, misspelt; other names are told of. They may be meant for
     * routes of the user's own.
     *
     * @param file  its name
     * @param given the names in it
     * @throws BadSetting at the first misspelt one, with the nearest known one
     */
    void checkFile(String file, Collection<String> given) {
        check(given);
        List<String> strangers = new TreeSet<>(given).stream()
                .filter(name -> !name.startsWith(OURS) && !name.startsWith("camel.")).toList();
        Set<String> variables = names.stream().map(Variables::of).collect(Collectors.toSet());
        strangers.stream().filter(name -> names.contains(OURS + name) || variables.contains(Variables.of(name))
                || isMisspelt(name.split("[^\\p{L}]", 2)[0].toLowerCase(Locale.ROOT))).findFirst()
                .ifPresent(name -> {
                    throw new BadSetting(file + ": " + name + " is not a setting; the nearest one is "
                            + nearest(names.contains(OURS + name) ? OURS + name : name.replace('_', '.')));
                });
        if (!strangers.isEmpty()) {
            LOG.warn("{} holds names that are no settings of the gateway: {}. They are for routes of your own, or misspelt",
                    file, String.join(", ", strangers));
        }
    }

    private static boolean isMisspelt(String word) {
        return word.length() >= 5 && distance(word, "nextmv") <= 2;
    }

    /** The names of options are the application's, those of inboxes the user's. */
    boolean isKnown(String name) {
        return names.contains(name) || NamedInbox.isKnown(name)
                || name.startsWith(RunSpecs.OPTIONS) && name.length() > RunSpecs.OPTIONS.length();
    }

    /**
     * What the environment seems to set, but does not. It stops nothing: others use such names too.
     *
     * @param variables the names of the environment's variables
     * @param given     the names of all settings that are given
     * @return a line for each that begins as ours do and sets nothing
     */
    List<String> strangers(Collection<String> variables, Collection<String> given) {
        Set<String> ours = Stream.concat(names.stream(), given.stream()).map(Variables::of).collect(Collectors.toSet());
        return variables.stream().filter(name -> name.startsWith("NEXTMV_") && !ours.contains(name)
                && !VendorConfig.VARIABLES.contains(name)).sorted()
                .map(name -> name + " is set in the environment, but names no setting; the nearest one is "
                        + Variables.of(nearest(name.toLowerCase(Locale.ROOT).replace('_', '.'))))
                .toList();
    }

    private String nearest(String name) {
        return names.stream().filter(known -> known.startsWith(OURS))
                .min(Comparator.comparingInt((String known) -> distance(name.toLowerCase(Locale.ROOT), known)))
                .orElseThrow();
    }

    /** Levenshtein's: how many letters must be put in, taken out or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
