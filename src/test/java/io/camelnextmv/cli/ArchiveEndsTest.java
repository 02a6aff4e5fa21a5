package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.retention.Ends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveEndsTest {
    private static final Instant COUNTED = Instant.parse("2026-01-01T12:00:00Z");
    private static final Optional<Ends> KNOWN = Optional.of(new Ends(COUNTED, 300_000, 200, 100, 1));
    @TempDir
    private Path archive;

    private Path ticket(String name) throws IOException {
        return Files.createDirectory(archive.resolve(name));
    }

    private void many(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ticket(String.format("20260101-11%02d%02d-a1b2-%04d", i / 60 % 60, i % 60, i));
        }
    }

    @Test
    void eachOfAFewIsLookedAtWhateverAGatewayHasCounted() throws IOException {
        ticket("20260101-110000-a1b2-0001");
        Files.writeString(ticket("20260101-110000-a1b2-0002").resolve("report.json"), "{\"status\":\"canceled\"}");
        Files.writeString(ticket("20260101-130000-a1b2-0003").resolve("report.json"), "{\"status\":\"stuck\"}");
        Files.writeString(ticket("20260101-130000-a1b2-0004").resolve("report.json"), "not a report");
        ticket("message-0123456789abcdef0123456789abcdef");
        ticket(".known");

        Ends ends = new ArchiveEnds(archive).count(KNOWN);

        assertThat(ends.succeeded()).isEqualTo(2);
        assertThat(ends.canceled()).isEqualTo(1);
        assertThat(ends.failed()).isEqualTo(2);
        assertThat(ends.stuck()).isEqualTo(1);
    }

    @Test
    void ofManyThoseAreLookedAtThatAGatewayHasNotCounted() throws IOException {
        many(ArchiveEnds.EACH);
        ticket("20260101-120000-a1b2-0003");
        Files.writeString(ticket("20260101-130000-a1b2-0004").resolve("report.json"), "{\"status\":\"failed\"}");
        ticket("message-0123456789abcdef0123456789abcdef");

        Ends ends = new ArchiveEnds(archive).count(KNOWN);

        assertThat(ends).isEqualTo(new Ends(COUNTED, 300_001, 201, 100, 1));
    }

    @Test
    void whereNoGatewayHasCountedEachOfManyIsLookedAt() throws IOException {
        many(ArchiveEnds.EACH + 1);

        assertThat(new ArchiveEnds(archive).count(Optional.empty()).succeeded()).isEqualTo(ArchiveEnds.EACH + 1);
    }
}
