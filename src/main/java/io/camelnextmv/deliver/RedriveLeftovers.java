package io.camelnextmv.deliver;

import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Clears away what lies beside an input that goes to its inbox again: its report, logs, assets, output. */
final class RedriveLeftovers {
    private final Path archive;
    private final RedriveMoves moves;
    private final Durability durability;
    private final Runnable act;

    /**
     * @param archive    the folder of the finished tickets
     * @param moves      moves what is not there yet
     * @param durability how far a write must have come
     * @param act        called behind each act on the disk
     */
    RedriveLeftovers(Path archive, RedriveMoves moves, Durability durability, Runnable act) {
        this.archive = archive;
        this.moves = moves;
        this.durability = durability;
        this.act = act;
    }

    /** What is in the archive too is removed; what is not goes there. */
    void tidy(RedriveJournal journal, Returned returned) throws IOException {
        Path folder = returned.folder();
        String stem = returned.stem();
        Path tickets = Contained.child(archive, returned.ticket().text());
        Path copied = journal.copied(folder);
        Trees.delete(copied);
        Map<String, Path> beside = new LinkedHashMap<>();
        beside.put(Names.logs(stem), tickets.resolve(Extras.LOGS));
        beside.put(Names.assets(stem), tickets.resolve(Extras.ASSETS));
        beside.put(Names.output(stem), Contained.child(tickets, Names.output(Names.KEPT)));
        Names.partials("").forEach(partial -> beside.put(stem + partial, Contained.child(tickets, Names.KEPT + partial)));
        for (Map.Entry<String, Path> one : beside.entrySet()) {
            Path file = Contained.child(folder, one.getKey());
            if (!returned.isAnothers(file)) {
                archive(file, one.getValue(), copied);
            }
        }
        archive(returned.report(), tickets.resolve(Reports.FILE), copied);
        durability.sync(folder);
        Files.deleteIfExists(RedriveJournal.file(returned));
        act.run();
    }

    private void archive(Path file, Path kept, Path copied) throws IOException {
        if (!exists(file)) {
            return;
        }
        if (!isIn(file, kept)) {
            Directories.make(kept.getParent());
            Path free = kept;
            for (int number = 2; exists(free); number++) {
                free = Contained.sibling(kept, kept.getFileName() + "." + number);
            }
            moves.bring(file, free, copied);
            Trees.delete(copied);
        }
        Trees.delete(file);
        act.run();
    }

    /** Whether each of its files is there too, with the same bytes. */
    private static boolean isIn(Path file, Path kept) throws IOException {
        for (Path path : Trees.all(file)) {
            Path other = path.equals(file) ? kept : Contained.below(kept, file.relativize(path).toString());
            boolean same = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    ? Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    : SmallFile.isOne(path) && SmallFile.isOne(other) && Files.mismatch(path, other) == -1;
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
