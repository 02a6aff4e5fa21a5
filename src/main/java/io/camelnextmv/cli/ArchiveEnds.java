package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many finished tickets ended how. Where it is asked again and again, it counts again only when the archive has changed,
 * and takes a tenth of the time for it at most, however large the archive is.
 */
final class ArchiveEnds {
    static final String SUCCEEDED = "succeeded";
    static final String FAILED = "failed";
    static final String CANCELED = "canceled";
    static final String STUCK = "stuck";
    private static final int PART = 10;
    private static final Duration TICK = Duration.ofSeconds(1);
    private final Path archive;
    private final ObjectMapper mapper;
    private Map<String, Long> counted = Map.of();
    private FileTime changed = FileTime.fromMillis(-1);
    private long next = System.nanoTime();

    ArchiveEnds(Path archive, ObjectMapper mapper) {
        this.archive = archive;
        this.mapper = mapper;
    }

    /** @return numbers by the words above; only tickets that have a report are read */
    Map<String, Long> count() throws IOException {
        long now = System.nanoTime();
        if (now - next < 0) {
            return counted;
        }
        try {
            FileTime last = Files.getLastModifiedTime(archive);
            if (!last.equals(changed)) {
                counted = countAll();
                // What changes in the same tick of the file system's clock must not be missed.
                boolean fresh = Duration.between(last.toInstant(), Instant.now()).abs().compareTo(TICK) < 0;
                changed = fresh ? FileTime.fromMillis(-1) : last;
                next = System.nanoTime() + (System.nanoTime() - now) * PART;
            }
            return counted;
        } catch (NoSuchFileException e) {
            return Map.of();
        }
    }

    private Map<String, Long> countAll() throws IOException {
        Map<String, Long> ends = new TreeMap<>();
        try (DirectoryStream<Path> tickets = Files.newDirectoryStream(archive, "[!.]*")) {
            for (Path ticket : tickets) {
                String how = how(ticket.resolve("report.json"));
                String end = how.equals(SUCCEEDED) || how.equals(CANCELED) ? how : FAILED;
                ends.merge(end, 1L, Long::sum);
                if (how.equals(STUCK)) {
                    ends.merge(STUCK, 1L, Long::sum);
                }
            }
        }
        return ends;
    }

    /** What is gone meanwhile, since it was kept for long enough, or cannot be read, says nothing of all others. */
    private String how(Path report) {
        try {
            return Files.exists(report) ? mapper.readTree(report.toFile()).path("status").asText() : SUCCEEDED;
        } catch (IOException e) {
            return FAILED;
        }
    }
}
