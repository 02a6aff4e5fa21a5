package io.camelnextmv.cli;

import io.camelnextmv.store.Directories;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * What a command writes that is not whole yet: it goes when the command ends, and also when the process is told to stop in the
 * middle of it (Ctrl-C, SIGTERM), of which the command itself gets to know nothing.
 */
final class HalfDone implements AutoCloseable {
    private final List<Path> paths;
    private final WhenStopped stopped;

    /** @param paths files and folders, which need not be there; each goes with what is written beside it under a name of its own */
    HalfDone(Path... paths) {
        this.paths = List.of(paths);
        this.stopped = new WhenStopped(this::deleteAtAStop);
    }

    /** What is written of a file before it is whole, by whoever saves an answer to it. */
    static Path part(Path file) {
        return Contained.sibling(file, "." + file.getFileName() + ".part");
    }

    private void deleteAtAStop() {
        try {
            delete();
        } catch (IOException e) {
            // Nobody is there any more to be told.
        }
    }

    private void delete() throws IOException {
        for (Path path : paths) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Directories.delete(path);
            }
            Files.deleteIfExists(path);
            Files.deleteIfExists(part(path));
        }
    }

    @Override
    public void close() throws IOException {
        stopped.close();
        delete();
    }
}
