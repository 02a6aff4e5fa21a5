package io.camelnextmv.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

    /** In lower-case hex. */
    default String sha256() throws IOException {
        try (InputStream in = open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
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
