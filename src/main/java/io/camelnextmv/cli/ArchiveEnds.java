package io.camelnextmv.cli;

import io.camelnextmv.retention.Ends;
import io.camelnextmv.store.TicketNames;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/**
 * How many finished tickets ended how. Up to {@value #EACH} of them are looked at; where there are more, a gateway has counted
 * them at its last look, and only those are looked at that it has not. Where it is asked again and again, it counts again only
 * when the archive has changed, and takes a tenth of the time for it at most, however large the archive is.
 */
final class ArchiveEnds {
    /** It takes a tenth of a second or so to look at them. */
    static final int EACH = 10_000;
    private static final int PART = 10;
    private static final Duration TICK = Duration.ofSeconds(1);
    private final Path archive;
    private Ends counted = Ends.none(Instant.MIN);
    private FileTime changed = FileTime.fromMillis(-1);
    private long next = System.nanoTime();

    ArchiveEnds(Path archive) {
        this.archive = archive;
    }

    /**
     * @param known what a gateway has counted last; empty where none has
     * @return the numbers; only the reports of tickets are read that have one
     * @throws IOException if the archive cannot be read
     */
    Ends count(Optional<Ends> known) throws IOException {
        long now = System.nanoTime();
        if (now - next < 0) {
            return counted;
        }
        try {
            FileTime last = Files.getLastModifiedTime(archive);
            if (!last.equals(changed)) {
                counted = countAll(known);
                // What changes in the same tick of the file system's clock must not be missed.
                boolean fresh = Duration.between(last.toInstant(), Instant.now()).abs().compareTo(TICK) < 0;
                changed = fresh ? FileTime.fromMillis(-1) : last;
                next = System.nanoTime() + (System.nanoTime() - now) * PART;
            }
            return counted;
        } catch (NoSuchFileException e) {
            return Ends.none(Instant.MIN);
        }
    }

    private Ends countAll(Optional<Ends> known) throws IOException {
        Optional<Ends> before = known.isPresent() && areMany() ? known : Optional.empty();
        // Names are compared as texts: to read the time in each takes as long as to look at its ticket.
        String first = before.map(ends -> TicketNames.from(ends.before())).orElse("");
        Ends all = before.orElseGet(() -> Ends.none(Instant.MIN));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(archive)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                boolean isNew = name.compareTo(first) >= 0 && TicketNames.isOne(name)
                        && !all.hasCounted(new TicketName(name));
                all = isNew ? all.and(entry) : all;
            }
        }
        return all;
    }

    private boolean areMany() throws IOException {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(archive)) {
            for (Iterator<Path> all = entries.iterator(); all.hasNext() && count <= EACH; all.next()) {
                count++;
            }
        }
        return count > EACH;
    }
}
