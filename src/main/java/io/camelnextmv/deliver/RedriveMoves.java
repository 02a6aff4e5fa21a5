package io.camelnextmv.deliver;

import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.deliver.RedriveJournal.Item;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.FolderInput;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Moves an input with what belongs to it from where it came back into its inbox, and back again, by acts each of which can
 * be the last one of a process: what was begun is told by the names that there are, and is gone on with.
 */
final class RedriveMoves {
    private final Durability durability;
    private final Runnable act;

    /**
     * @param durability how far a write must have come
     * @param act        called behind each act on the disk
     */
    RedriveMoves(Durability durability, Runnable act) {
        this.durability = durability;
        this.act = act;
    }

    /** The input last: as long as it lies where it lay, none of it has got its name in the inbox. */
    void stage(RedriveJournal journal, Path errors) throws IOException {
        if (journal.folder() && !exists(journal.stagedMarker())) {
            Files.createFile(journal.stagedMarker());
            act.run();
        }
        for (Item item : journal.items(errors)) {
            if (exists(item.source())) {
                bring(item.source(), item.staged(), journal.copied(errors));
            }
        }
    }

    /** A rename, or where that cannot be a copy; then the original goes in one step, a folder too. */
    void bring(Path from, Path to, Path copied) throws IOException {
        Trees.delete(to);
        try {
            durability.move(from, to);
            act.run();
            return;
        } catch (AtomicMoveNotSupportedException e) {
            // On another file system.
        }
        Trees.copyAsNew(from, to, durability);
        durability.sync(to.getParent());
        act.run();
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(copied);
            durability.move(from, copied);
        } else {
            Files.delete(from);
            durability.sync(from.getParent());
        }
        act.run();
    }

    /**
     * Gives what is in the inbox its names there: the sidecars, the input, a folder's marker.
     *
     * @throws FileAlreadyExistsException if another one has got the name meanwhile
     */
    void place(RedriveJournal journal, Path errors) throws IOException {
        for (Item item : journal.items(errors)) {
            place(item);
        }
        Path marker = journal.stagedMarker();
        if (exists(marker)) {
            if (exists(FolderInput.marker(journal.placed()))) {
                // Somebody else says that the folder is complete, and it is.
                Files.delete(marker);
            } else {
                durability.move(marker, FolderInput.marker(journal.placed()));
            }
            act.run();
        }
    }

    /**
     * A rename would overwrite, so a file gets a link, which does not, and loses its hidden name. In between it is called
     * so that its second link tells whether that was done, even if it has been taken from the inbox since.
     */
    private void place(Item item) throws IOException {
        if (exists(item.linking()) && links(item.linking()) > 1) {
            Files.delete(item.linking());
            act.run();
            return;
        }
        if (exists(item.linking())) {
            durability.move(item.linking(), item.staged());
        }
        if (!exists(item.staged())) {
            // It has its place.
            return;
        }
        if (links(item.staged()) == 1 && SmallFile.isOne(item.staged())) {
            durability.move(item.staged(), item.linking());
            act.run();
            if (link(item)) {
                act.run();
                durability.sync(item.target().getParent());
                Files.delete(item.linking());
                act.run();
                return;
            }
            durability.move(item.linking(), item.staged());
        }
        if (exists(item.target())) {
            throw new FileAlreadyExistsException(item.target().toString());
        }
        durability.move(item.staged(), item.target());
        act.run();
    }

    private static boolean link(Item item) throws IOException {
        try {
            Files.createLink(item.target(), item.linking());
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without hard links: the name was free a moment ago.
            return false;
        }
    }

    /** How many names a file has; 0 where that cannot be told. */
    private static int links(Path file) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }

    /** The input first: without it the others are nothing in the inbox. */
    void putBack(RedriveJournal journal, Returned returned) throws IOException {
        List<Item> items = journal.items(returned.folder());
        Item input = items.get(items.size() - 1);
        if (!exists(input.source()) && !exists(input.staged()) && (!exists(input.linking()) || links(input.linking()) > 1)) {
            // It has its place, and may have been taken from there: there is no way back.
            return;
        }
        for (int i = items.size() - 1; i >= 0; i--) {
            putBack(items.get(i));
        }
        Trees.delete(journal.copied(returned.folder()));
        Files.deleteIfExists(journal.stagedMarker());
        Files.deleteIfExists(RedriveJournal.file(returned));
    }

    private void putBack(Item item) throws IOException {
        if (exists(item.linking()) && links(item.linking()) > 1) {
            Files.delete(item.linking());
        }
        Path there = Stream.of(item.linking(), item.staged()).filter(RedriveMoves::exists).findFirst().orElse(item.target());
        boolean hidden = !there.equals(item.target());
        if (exists(item.source())) {
            // What has a hidden name is half a copy of it; what has its name there is another's.
            Trees.delete(hidden ? there : item.staged());
        } else if (exists(there)) {
            bring(there, item.source(), item.copied());
            Trees.delete(item.copied());
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
