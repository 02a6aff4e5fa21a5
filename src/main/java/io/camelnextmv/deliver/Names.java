package io.camelnextmv.deliver;

import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A file's name in two parts: before its ending, and the ending with its dot.
 *
 * @param stem   what comes before the last dot, or before {@code .tar.gz} and its like; the whole name where there is none
 * @param ending the last dot and what follows, or nothing
 */
public record Names(String stem, String ending) {
    /** The stem of an answer that stays with its ticket. */
    static final String KEPT = "output";
    private static final String TAR_GZ = ".tar.gz";
    private static final String JSON = ".json";
    private static final List<String> LONG_ENDINGS = List.of(TAR_GZ, ".nextmv.yaml", ".nextmv.json");
    private static final Set<String> PACKED = Set.of(TAR_GZ, ".tgz", ".zip", ".nextmv.yaml", ".nextmv.json");
    private static final String REPORT = ".error.json";
    private static final String OUTPUT = ".bad-output";
    private static final String ASSETS = ".assets";
    /** Of what a failed run has left: the name of a folder, of JSON, and of anything else. */
    private static final String PARTIAL = ".partial";
    private static final List<String> PARTIALS = List.of(PARTIAL, PARTIAL + JSON, PARTIAL + ".txt");
    /** They stand alone behind a stem: an input whose name ended so would have the same name as what lies beside it. */
    private static final Set<String> BESIDE = Set.of(PARTIAL, OUTPUT, ASSETS);
    /** Room for the ending of what lay beside the input. */
    private static final int SIDECAR = ".nextmv.yaml".length();
    /** What file systems take, in bytes. */
    private static final int LONGEST = 255;
    /** As much of a run id or ticket as a name takes, in bytes: the rest is for what was there before. */
    private static final int LONGEST_ID = 120;

    /**
     * @param file a file's name
     * @return its two parts
     */
    public static Names of(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        int dot = LONG_ENDINGS.stream().filter(lower::endsWith).findFirst()
                .map(ending -> file.length() - ending.length()).orElse(file.lastIndexOf('.'));
        // "..json" has no stem: dots alone name a folder.
        boolean alone = dot <= 0 || file.substring(0, dot).replace(".", "").isEmpty()
                || BESIDE.contains(lower.substring(lower.lastIndexOf('.')));
        return alone ? new Names(file, "") : new Names(file.substring(0, dot), file.substring(dot));
    }

    /** A folder's name has no ending. */
    static Names of(Ticket ticket, Path input) {
        return Files.isDirectory(input) ? new Names(ticket.file(), "") : of(ticket.file());
    }

    /** The name of a ticket's output that stays with the ticket. */
    String kept(Ticket ticket) {
        return output(ticket, KEPT);
    }

    /** The name of a ticket's output behind its own stem. */
    String output(Ticket ticket) {
        return output(ticket, stem);
    }

    private String output(Ticket ticket, String chosen) {
        return output(chosen, ticket.ending().flatMap(Ending::outputFormat).orElse(Format.JSON),
                ticket.plan().spec().inputFormat());
    }

    /**
     * Another name for the same file, for when its own is taken.
     *
     * @param id the run id or ticket, put before the ending
     * @return the name's part before its ending, shortened where it would be too long for a file system
     */
    public String stemWith(String id) {
        // What is unique of an id of several parts stands at its end.
        String tail = "." + end(id, LONGEST_ID);
        int room = LONGEST - Math.max(bytes(ending) + SIDECAR, bytes(PARTIAL + JSON)) - bytes(tail);
        String kept = stem;
        while (!kept.isEmpty() && bytes(kept) > room) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + tail;
    }

    /** The end of a text, of at most so many bytes. */
    static String end(String text, int bytes) {
        String kept = text.substring(Math.max(0, text.length() - Math.max(0, bytes)));
        if (!kept.isEmpty() && Character.isLowSurrogate(kept.charAt(0))) {
            kept = kept.substring(1);
        }
        while (bytes(kept) > bytes) {
            kept = kept.substring(kept.offsetByCodePoints(0, 1));
        }
        return kept;
    }

    /**
     * @param chosen the stem that was chosen
     * @return the name of the file itself
     */
    public String file(String chosen) {
        return chosen + ending;
    }

    /**
     * @param chosen the stem that was chosen
     * @return the name of the error report beside it
     */
    public static String report(String chosen) {
        return chosen + REPORT;
    }

    /**
     * @param chosen the stem that was chosen
     * @param output what the output is
     * @param input  what the input was said to be; empty: by its name
     * @return the name of the output: the input's own where both are the same kind of file, the stem for a folder
     */
    public String output(String chosen, Format output, Optional<Format> input) {
        boolean json = ending.toLowerCase(Locale.ROOT).equals(JSON);
        boolean packed = PACKED.contains(ending.toLowerCase(Locale.ROOT));
        boolean same = input.filter(output::equals).isPresent();
        return switch (output) {
            case JSON -> chosen + (json || same ? ending : JSON);
            case TEXT -> chosen + (same || !json && !packed ? ending : ".txt");
            case MULTI_FILE, CSV_ARCHIVE -> chosen;
        };
    }

    /**
     * @param chosen the stem that was chosen
     * @return the name of an output that could not be delivered, beside its error report
     */
    public static String output(String chosen) {
        return chosen + OUTPUT;
    }

    /**
     * @param chosen the stem that was chosen
     * @param output what the output is
     * @return the name of the output of a run that failed, beside its error report
     */
    static String partial(String chosen, Format output) {
        return chosen + switch (output) {
            case MULTI_FILE, CSV_ARCHIVE -> PARTIAL;
            case JSON -> PARTIAL + JSON;
            case TEXT -> PARTIAL + ".txt";
        };
    }

    /**
     * @param chosen the stem that was chosen
     * @return all names that such an output may have
     */
    static List<String> partials(String chosen) {
        return PARTIALS.stream().map(ending -> chosen + ending).toList();
    }

    static String logs(String chosen) {
        return chosen + ".logs.txt";
    }

    static String assets(String chosen) {
        return chosen + ASSETS;
    }

    /**
     * @param file a file's name
     * @return whether a file system takes it
     */
    public static boolean fits(String file) {
        return bytes(file) <= LONGEST;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
