package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelnextmv.store.TicketNames;
import io.camelnextmv.ticket.Contained;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Knows the error reports of a gateway, and the logs that lie beside them, where somebody puts all that lay in
 * {@code errors/} back into an inbox: by their names, and by what they hold, so that a file of the user's that is merely
 * called like one is an input.
 */
public final class ReportFiles {
    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> BESIDE = Stream.concat(Stream.of(Names.logs("")),
            Names.partials("").stream()).toList();
    /** In so many bytes all that makes a report one has been said. */
    private static final int HEAD = 64 * 1024;
    /** Of so many files it is remembered what they are while they stay as they are. */
    private static final int KNOWN = 2000;
    static final String TICKET = "ticket";
    static final String RUN_ID = "run_id";
    private static final Set<String> FIELDS = Set.of("file", TICKET, "application_id", "status");
    private Map<Path, Seen> before = Map.of();
    private Map<Path, Seen> now = new HashMap<>();

    /** What a file was found to be while it was as it was then. */
    private record Seen(long size, FileTime modified, boolean report) {
    }

    /**
     * @param file a file, which is not followed where it is a link
     * @return whether it is an error report, or the logs or the output of a failed run that belong to one beside it; not an input
     *         that is called so, which has a report of its own
     */
    public boolean has(Path file) {
        String name = file.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(Names.report(""))) {
            return isReport(file);
        }
        boolean besideOne = BESIDE.stream().filter(lower::endsWith).anyMatch(ending -> name.length() > ending.length()
                && isReport(Contained.sibling(file, Names.report(name.substring(0, name.length() - ending.length())))));
        // What has a report of its own is the input that this is about, whatever it is called.
        return besideOne && !isReport(Contained.sibling(file, Names.report(Names.of(name).stem())));
    }

    /** All files of a folder have been asked about: those that were not are gone. */
    public void forgetOthers() {
        before = now;
        now = new HashMap<>();
    }

    private boolean isReport(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            Seen last = now.getOrDefault(file, before.get(file));
            boolean same = last != null && last.size() == attributes.size()
                    && last.modified().equals(attributes.lastModifiedTime());
            Seen seen = same ? last : new Seen(attributes.size(), attributes.lastModifiedTime(),
                    attributes.isRegularFile() && holdsAReport(file));
            if (now.size() < KNOWN) {
                now.put(file, seen);
            }
            return seen.report();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean holdsAReport(Path file) throws IOException {
        return said(file).keySet().containsAll(FIELDS);
    }

    /**
     * What a report says.
     *
     * @param file a file
     * @return its texts by their names, of those that make it a report, and the run's id where it has one; some are missing
     *         where it is none
     * @throws IOException if it cannot be read
     */
    /**
     * @param report a report, of which no more is read than its beginning
     * @return what became of its run; empty where it does not say
     * @throws IOException if it cannot be read
     */
    public static Optional<String> status(Path report) throws IOException {
        return Optional.ofNullable(said(report).get("status"));
    }

    static Map<String, String> said(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            head = in.readNBytes(HEAD);
        }
        Map<String, String> said = new HashMap<>();
        try (JsonParser parser = JSON.createParser(new ByteArrayInputStream(head))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (!said.keySet().containsAll(FIELDS) && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean fits = value == JsonToken.VALUE_STRING
                        && (!name.equals(TICKET) || TicketNames.isOne(parser.getText()));
                if (fits && (FIELDS.contains(name) || name.equals(RUN_ID))) {
                    said.put(name, parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Cut off behind the head, or no JSON: what was read tells.
        }
        return said;
    }
}
