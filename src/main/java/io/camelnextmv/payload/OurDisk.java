package io.camelnextmv.payload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of ours whose content is somebody else's: what the disk says is an {@link UncheckedIOException}, so that it is
 * told from what whoever parses the content says of it.
 */
final class OurDisk extends FilterInputStream {
    OurDisk(Path file) throws IOException {
        super(Files.newInputStream(file));
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
