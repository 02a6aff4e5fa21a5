package io.camelnextmv.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The volume on which a folder lay at the start. When it is unmounted its mount point stays, an empty folder of the file
 * system around it: what is written there is out of sight as soon as the volume comes back. A folder that was only removed
 * and made again is no such case, nor is a volume that comes back under another number.
 */
public final class Volume {
    private final Path folder;
    private final Optional<Path> around;
    private final Devices devices;

    /** Tells on which device a file lies. */
    interface Devices {
        /**
         * @param path a file
         * @return the number of its device, or whatever else tells devices apart
         * @throws IOException if it cannot be looked at
         */
        Object of(Path path) throws IOException;
    }

    private Volume(Path folder, Optional<Path> around, Devices devices) {
        this.folder = folder;
        this.around = around;
        this.devices = devices;
    }

    /**
     * @param folder a folder that is there
     * @return its volume
     */
    public static Volume of(Path folder) {
        return of(folder, Volume::device);
    }

    static Volume of(Path folder, Devices devices) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Object own = devices.of(absolute);
            Path outside = absolute.getParent();
            while (outside != null && own.equals(devices.of(outside))) {
                outside = outside.getParent();
            }
            return new Volume(absolute, Optional.ofNullable(outside), devices);
        } catch (IOException e) {
            // What cannot be told apart is not guarded.
            return new Volume(absolute, Optional.empty(), devices);
        }
    }

    private static Object device(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Files.getFileStore(path);
        }
    }

    /**
     * To be asked before something is written into the folder.
     *
     * @throws IOException if the folder is not there, or only the mount point of its volume is
     */
    public void mustBeThere() throws IOException {
        Object now = devices.of(folder);
        if (around.isPresent() && now.equals(devices.of(around.get()))) {
            throw new FileSystemException(folder.toString(), null, "its volume is not mounted: only the mount point is"
                    + " there");
        }
    }
}
