package io.camelnextmv.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What a look leaves for the next one, for other processes and for people: {@code control/retention.json}.
 *
 * @param seen the latest time that was believed
 * @param from before this nothing is removed
 * @param kept how much was there; empty before the first look has ended
 */
public record RetentionNote(Instant seen, Instant from, Optional<Kept> kept) {
    static final String FILE = "retention.json";
    private static final int LARGEST = 64 * 1024;

    /** Absent is empty. */
    public RetentionNote {
        kept = kept == null ? Optional.empty() : kept;
    }

    /**
     * @param control the folder by which a gateway is steered
     * @param mapper  reads it
     * @return what was left there; empty where there is nothing that can be read
     */
    public static Optional<RetentionNote> read(Path control, ObjectMapper mapper) {
        Path file = control.resolve(FILE);
        try {
            return !SmallFile.isOne(file) || Files.size(file) > LARGEST ? Optional.empty()
                    : Optional.ofNullable(mapper.readValue(Files.readAllBytes(file), RetentionNote.class))
                            .filter(note -> note.seen() != null && note.from() != null);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Path control, ObjectMapper mapper) throws IOException {
        Durability.OS.write(control.resolve(FILE), mapper.writeValueAsBytes(this));
    }
}
