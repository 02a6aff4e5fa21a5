package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What lies beside a ticket and can be done without: what cannot be read is none, whatever it holds. */
final class Notes {
    private final ObjectMapper mapper;

    Notes(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    <T> Optional<T> read(TicketFolder folder, String file, Class<T> type) {
        try {
            Optional<byte[]> there = folder.read(file);
            return there.isEmpty() ? Optional.empty() : Optional.ofNullable(mapper.readValue(there.get(), type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param content what is noted, without waiting for the disk; empty for nothing any more */
    void write(TicketFolder folder, String file, Optional<?> content) {
        try {
            if (content.isPresent()) {
                folder.note(file, mapper.writeValueAsBytes(content.get()));
            } else {
                forget(folder, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forget(TicketFolder folder, String file) {
        try {
            folder.forget(file);
        } catch (IOException e) {
            // It counts for one try too many at worst.
        }
    }
}
