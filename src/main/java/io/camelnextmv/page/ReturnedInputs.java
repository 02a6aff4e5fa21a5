package io.camelnextmv.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelnextmv.deliver.Names;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * The inputs that lie in the folders of errors, told by their reports: the last {@value #KEPT} of them, and how many there are. The
 * folders are looked through a twentieth of the time at most; a report that was read once is not read again while it is as it was.
 */
final class ReturnedInputs {
    static final int KEPT = 200;
    /** What is told of stands at a report's beginning; logs and the like follow. */
    private static final int HEAD = 64 * 1024;
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> FIELDS = Set.of("file", "ticket", "application_id", "run_id", "status", "error",
            "what_to_do", "ended_at", "account");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.~-]{0,199}");
    private final List<Path> folders;
    private final ConsolePages pages;
    private final Seldom<Found> looks;
    private Map<Path, Read> known = Map.of();

    /** A file that is called like a report, and when it was last changed. */
    private record Report(Path file, FileTime changed) {
    }

    /** What it was found to be while it was last changed then; empty: no report. */
    private record Read(FileTime changed, Optional<ErrorRow> row) {
    }

    /**
     * What was found.
     *
     * @param count how many there are
     * @param rows  the last of them, the last one first
     */
    record Found(int count, List<ErrorRow> rows) {
    }

    /**
     * @param folders the folders of errors
     * @param pages   where people look at runs
     * @param nanos   the time in nanoseconds, of a clock that does not jump
     */
    ReturnedInputs(List<Path> folders, ConsolePages pages, LongSupplier nanos) {
        this.folders = folders.stream().distinct().toList();
        this.pages = pages;
        this.looks = new Seldom<>(this::look, nanos);
    }

    Found now() {
        return looks.now();
    }

    /** Something was taken away from there: the next look is made when somebody asks. */
    void haveChanged() {
        looks.hasChanged();
    }

    private Found look() {
        Comparator<Report> oldestFirst = Comparator.comparing(Report::changed).thenComparing(Report::file);
        PriorityQueue<Report> newest = new PriorityQueue<>(oldestFirst);
        int count = 0;
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*" + Names.report(""))) {
                for (Path file : files) {
                    count++;
                    newest.add(new Report(file, Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)));
                    if (newest.size() > KEPT) {
                        newest.remove();
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                // Not there, or changing: what was seen is shown, the next look shows more.
                continue;
            }
        }
        Map<Path, Read> read = new HashMap<>();
        List<ErrorRow> rows = new ArrayList<>();
        for (Report report : newest.stream().sorted(oldestFirst.reversed()).toList()) {
            Read before = known.get(report.file());
            Read now = before != null && before.changed().equals(report.changed()) ? before
                    : new Read(report.changed(), row(report));
            read.put(report.file(), now);
            now.row().ifPresent(rows::add);
        }
        known = read;
        // An input may be called like a report.
        return new Found(count - (newest.size() - rows.size()), rows);
    }

    private Optional<ErrorRow> row(Report report) {
        Map<String, String> said = SmallFile.isOne(report.file()) ? said(report.file()) : Map.of();
        String ticket = said.getOrDefault("ticket", "");
        if (!TicketName.isOne(ticket) || !said.containsKey("file") || !said.containsKey("status")) {
            return Optional.empty();
        }
        Optional<String> run = Optional.ofNullable(said.get("run_id")).filter(id -> ID.matcher(id).matches());
        Optional<String> application = Optional.ofNullable(said.get("application_id")).filter(id -> ID.matcher(id).matches());
        return Optional.of(new ErrorRow(ticket, Shown.name(said.get("file")), run,
                // Anybody may put a file there: its own link is not believed.
                run.flatMap(id -> application.map(app -> pages.of(Optional.ofNullable(said.get("account")), app, id)))
                        .filter(InFlightRow::isLink), Shown.name(said.get("status")),
                Shown.sentence(said.getOrDefault("error", "")), Shown.sentence(said.getOrDefault("what_to_do", "")),
                endedAt(said).orElseGet(() -> report.changed().toInstant()), report.file()));
    }

    private static Optional<Instant> endedAt(Map<String, String> said) {
        try {
            return Optional.ofNullable(said.get("ended_at")).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Read row by row, its beginning only: it may hold anything. */
    private static Map<String, String> said(Path file) {
        Map<String, String> said = new HashMap<>();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                JsonParser parser = JSON.createParser(in.readNBytes(HEAD))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Map.of();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING && FIELDS.contains(name)) {
                    said.putIfAbsent(name, parser.getText());
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Cut off behind the head, gone, or no JSON: what was read tells.
        }
        return said;
    }
}
