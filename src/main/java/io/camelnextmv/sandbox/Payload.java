package io.camelnextmv.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** An input, an output or an upload: small ones in the heap, large ones in a temporary file. */
sealed interface Payload {

    /** Size in bytes. */
    long size();

    InputStream open() throws IOException;

    /** All bytes; only for what is known to be small. */
    default byte[] bytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    static Payload of(byte[] bytes) {
        return new InHeap(bytes);
    }

    /** A payload in the heap. */
    record InHeap(byte[] content) implements Payload {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }
    }

    /** A payload in a file of the {@link PayloadStore}. */
    record InFile(Path file, long size) implements Payload {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
