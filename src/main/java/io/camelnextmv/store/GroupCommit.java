package io.camelnextmv.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes a folder's list of names last for many at once: who has changed it while it is being forced to the disk shares the next
 * force with all others who have. Nobody comes back before one that began after their change has ended; where it fails each tries
 * it for itself. Of a folder that nobody forces nothing is kept. Safe for many threads.
 */
public final class GroupCommit {
    private final Force force;
    private final Map<Path, Folder> inUse = new HashMap<>();

    /** Forces one folder. */
    @FunctionalInterface
    public interface Force {
        /**
         * @param folder the folder
         * @throws IOException if the disk says no
         */
        void of(Path folder) throws IOException;
    }

    /** One folder, while somebody forces it. */
    private static final class Folder {
        private int users;
        private long asked;
        private long done;
        private boolean running;
    }

    /** @param force forces a folder, {@link Durability#sync} */
    public GroupCommit(Force force) {
        this.force = force;
    }

    /**
     * Comes back when the folder's list of names is on the disk, as it was before this was called at least.
     *
     * @param path the folder
     * @throws IOException if the disk says no
     */
    public void sync(Path path) throws IOException {
        Folder folder;
        synchronized (inUse) {
            folder = inUse.computeIfAbsent(path, name -> new Folder());
            folder.users++;
        }
        try {
            sync(path, folder);
        } finally {
            synchronized (inUse) {
                if (--folder.users == 0) {
                    inUse.remove(path);
                }
            }
        }
    }

    private void sync(Path path, Folder folder) throws IOException {
        long covered;
        synchronized (folder) {
            long mine = ++folder.asked;
            if (isDoneByAnother(folder, mine)) {
                return;
            }
            folder.running = true;
            covered = folder.asked;
        }
        boolean forced = false;
        try {
            force.of(path);
            forced = true;
        } finally {
            synchronized (folder) {
                folder.running = false;
                folder.done = forced ? covered : folder.done;
                folder.notifyAll();
            }
        }
    }

    /** Waits for others; whoever was interrupted goes on, and is so still. */
    private static boolean isDoneByAnother(Folder folder, long mine) {
        boolean interrupted = false;
        while (folder.running && folder.done < mine) {
            try {
                folder.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return folder.done >= mine;
    }
}
