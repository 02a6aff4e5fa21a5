package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a ticket takes along, beside its input, when it goes elsewhere: the files that say how far it is. */
public final class TravellingFiles {
    private static final Pattern MAY_TRAVEL = Pattern.compile("[a-z]+\\.json|sidecar/(?!\\.)[^/\\\\]+");
    private static final List<String> FOLDERS = List.of("", "sidecar");
    /** What is larger can be fetched again: an error log, not a step. */
    private static final int LARGEST = 64 * 1024;

    private TravellingFiles() {
    }

    /**
     * @param folder a ticket's folder
     * @return its files' texts, by their paths in the folder
     * @throws IOException if the disk says no
     */
    public static Map<String, String> pack(Path folder) throws IOException {
        Map<String, String> packed = new TreeMap<>();
        for (String sub : FOLDERS) {
            Path from = sub.isEmpty() ? folder : Contained.child(folder, sub);
            if (!Files.isDirectory(from)) {
                continue;
            }
            try (var files = Files.newDirectoryStream(from, Files::isRegularFile)) {
                for (Path file : files) {
                    String name = (sub.isEmpty() ? "" : sub + "/") + file.getFileName();
                    if (MAY_TRAVEL.matcher(name).matches() && Files.size(file) <= LARGEST) {
                        packed.put(name, Files.readString(file));
                    }
                }
            }
        }
        return packed;
    }

    /**
     * @param packed the files' texts, by their paths
     * @param folder the ticket's folder; it is created
     * @throws IllegalArgumentException if there is a file that is none of a ticket
     * @throws IOException              if the disk says no
     */
    public static void unpack(Map<String, String> packed, Path folder) throws IOException {
        Directories.make(folder);
        for (Map.Entry<String, String> file : packed.entrySet()) {
            if (!MAY_TRAVEL.matcher(file.getKey()).matches()) {
                throw new IllegalArgumentException(file.getKey() + " is no file of a ticket");
            }
            Path target = Contained.below(folder, file.getKey());
            Directories.make(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }
}
