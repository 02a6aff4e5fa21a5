package io.camelnextmv.settings;

import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Modes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Tries in the folders what will be done there, since no property of a folder tells for certain whether it can be: a file
 * written, made durable and renamed; a file and a folder moved from one to the other. Nothing is left of it. Its names are
 * fixed and hidden, so that what a death leaves is overwritten and removed by the next start; a gateway that starts on the
 * same folders at the same moment is met with another try.
 */
final class Trial {
    private static final String FILE = ".nextmv-trial";
    private static final String RENAMED = ".nextmv-trial-renamed";
    private static final String FOLDER = ".nextmv-trial-folder";
    private static final int MOST_TRIES = 20;
    private final Durability durability;
    private final Modes modes;

    /**
     * @param durability how far a write must come
     * @param modes      who may read what is made
     */
    Trial(Durability durability, Modes modes) {
        this.durability = durability;
        this.modes = modes;
    }

    /** An act that may fail. */
    private interface Act {
        void run() throws IOException;
    }

    /** Makes a folder that is missing; writes a file there, and renames it. */
    Path folder(String key, Path folder) {
        try {
            make(folder);
            again(() -> {
                durability.write(folder.resolve(FILE), new byte[] {'\n'});
                durability.move(folder.resolve(FILE), folder.resolve(RENAMED));
                Files.delete(folder.resolve(RENAMED));
            });
            return folder.toRealPath();
        } catch (IOException | UncheckedIOException e) {
            throw new BadSetting(key + " (" + folder + ") cannot be written: a file was to be written there, renamed and"
                    + " removed: " + words(e));
        }
    }

    /** With those above it, as far as they are not there. */
    private void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getParent() != null) {
            make(folder.getParent());
        }
        try {
            modes.folder(Files.createDirectory(folder));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Moves a file, as an input is claimed. */
    void file(String fromKey, Path from, String toKey, Path to) {
        moved(fromKey, from, toKey, to, () -> {
            Path file = from.resolve(FILE);
            Files.write(file, new byte[0]);
            moveAndRemove(file, to.resolve(FILE));
        });
    }

    /** Moves a folder, as a finished ticket is archived. */
    void folder(String fromKey, Path from, String toKey, Path to) {
        moved(fromKey, from, toKey, to, () -> {
            Path folder = Files.createDirectories(from.resolve(FOLDER));
            moveAndRemove(folder, to.resolve(FOLDER));
        });
    }

    private void moveAndRemove(Path from, Path to) throws IOException {
        try {
            durability.move(from, to);
            Files.delete(to);
        } finally {
            Files.deleteIfExists(from);
        }
    }

    private static void moved(String fromKey, Path from, String toKey, Path to, Act act) {
        try {
            again(act);
        } catch (AtomicMoveNotSupportedException e) {
            throw new BadSetting(fromKey + " (" + from + ") and " + toKey + " (" + to + ") lie on different file systems, or"
                    + " on two mounts of one: nothing can be moved between them in one step. In a container give one volume"
                    + " that holds both (nextmv.home), not one for each");
        } catch (IOException | UncheckedIOException e) {
            throw new BadSetting(toKey + " (" + to + ") takes nothing from " + fromKey + " (" + from
                    + "): a file was to be moved there: " + words(e));
        }
    }

    /** Somebody else who tries the same here may have moved it away, or made it in the same moment. */
    private static void again(Act act) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                act.run();
                return;
            } catch (NoSuchFileException | FileAlreadyExistsException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            } catch (UncheckedIOException e) {
                if (tries == MOST_TRIES || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            }
        }
    }

    private static String words(Exception e) {
        return (e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e).toString();
    }
}
