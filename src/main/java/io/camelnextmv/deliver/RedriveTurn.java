package io.camelnextmv.deliver;

import io.camelnextmv.store.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The right to retry inputs, which one has at a time, of all processes that work on a home. To be closed. */
public final class RedriveTurn implements AutoCloseable {
    private static final String FILE = "retry.lock";
    private final FileChannel file;

    private RedriveTurn(FileChannel file) {
        this.file = file;
    }

    /**
     * @param control the folder by which a gateway is steered; made if it is not there, in a home that is
     * @return the right; empty while somebody else has it
     * @throws IOException if the disk says no
     */
    public static Optional<RedriveTurn> in(Path control) throws IOException {
        // Not the home: where that is away, its mount point is no home.
        FileChannel file = FileChannel.open(Directories.make(control.getParent(), control).resolve(FILE),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(new RedriveTurn(file));
            }
        } catch (OverlappingFileLockException e) {
            // Of this process: the same.
        } catch (IOException e) {
            file.close();
            throw e;
        }
        file.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
