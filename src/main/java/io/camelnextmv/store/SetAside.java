package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Repeated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where in {@code work/} is put what nobody can go on with: {@code set-aside/}; a ticket's folder gets a file
 * {@code why.txt}. It waits for an operator, who sees its number in {@code status} and in the health.
 */
public final class SetAside {
    /** The folder's name. */
    static final String NAME = "set-aside";
    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
    private static final String WORD = "why.txt";
    private final Path work;
    private final Repeated repeated = new Repeated();

    /** @param work the folder of the tickets */
    public SetAside(Path work) {
        this.work = work;
    }

    /**
     * Moves something there.
     *
     * @param entry    a file or folder in {@code work/}
     * @param why      a sentence without its end
     * @param whatToDo a sentence
     * @return whether it is there
     */
    boolean put(Path entry, String why, String whatToDo) {
        try {
            Path folder = Directories.make(work.resolve(NAME));
            Path aside = folder.resolve(entry.getFileName());
            for (int number = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); number++) {
                aside = Contained.child(folder, entry.getFileName() + "-" + number);
            }
            Files.move(entry, aside);
            Path there = aside;
            repeated.say(entry + why, count -> LOG.warn("{} was moved to {}: {}. {}{}", entry, there, why, whatToDo,
                    count));
            if (Files.isDirectory(aside)) {
                Files.writeString(aside.resolve(WORD), why + ".\n" + whatToDo + "\n");
            }
            return true;
        } catch (NoSuchFileException e) {
            // It was a ticket, and went to the archive while we looked.
            return false;
        } catch (IOException e) {
            repeated.say(entry.toString(), count -> LOG.warn(
                    "{} does not belong there ({}) and cannot be moved away: {}{}", entry, why, e.toString(), count));
            return false;
        }
    }

    /**
     * @return how many things wait there for an operator
     * @throws UncheckedIOException if the folder cannot be read
     */
    public int count() {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(work.resolve(NAME), "[!.]*")) {
            for (Path entry : entries) {
                count++;
            }
        } catch (java.nio.file.NotDirectoryException | NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }
}
