package io.camelnextmv.settings;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gateway's folders.
 *
 * @param inbox    where inputs are dropped
 * @param outbox   where outputs appear
 * @param errors   where inputs without an output go back to
 * @param canceled the same for canceled ones
 * @param archive  where finished tickets are kept
 * @param work     the tickets that are on their way
 */
public record Folders(Path inbox, Path outbox, Path errors, Path canceled, Path archive, Path work) {

    static Folders of(Values values) {
        return new Folders(values.folder("nextmv.inbox.folder"), values.folder("nextmv.outbox.folder"),
                values.folder("nextmv.errors.folder"), values.folder("nextmv.canceled.folder"),
                values.folder("nextmv.archive.folder"), values.folder("nextmv.work.folder"));
    }

    /**
     * Makes the folders that are missing, and tries each of them.
     *
     * @return the same folders by their real names
     * @throws BadSetting if one cannot be written, lies in another one, or lies on another file system than it must
     */
    public Folders prepared() {
        Map<String, Path> real = new LinkedHashMap<>();
        named().forEach((key, folder) -> real.put(key, prepared(key, folder)));
        real.forEach((key, folder) -> real.forEach((otherKey, other) -> {
            if (!key.equals(otherKey) && folder.startsWith(other)) {
                throw new BadSetting(key + " (" + folder + ") lies in " + otherKey + " (" + other
                        + "): each needs a folder of its own");
            }
        }));
        sameFileSystem("nextmv.inbox.folder", real);
        sameFileSystem("nextmv.archive.folder", real);
        return new Folders(real.get("nextmv.inbox.folder"), real.get("nextmv.outbox.folder"),
                real.get("nextmv.errors.folder"), real.get("nextmv.canceled.folder"),
                real.get("nextmv.archive.folder"), real.get("nextmv.work.folder"));
    }

    private Map<String, Path> named() {
        Map<String, Path> named = new LinkedHashMap<>();
        named.put("nextmv.inbox.folder", inbox);
        named.put("nextmv.outbox.folder", outbox);
        named.put("nextmv.errors.folder", errors);
        named.put("nextmv.canceled.folder", canceled);
        named.put("nextmv.archive.folder", archive);
        named.put("nextmv.work.folder", work);
        return named;
    }

    private static Path prepared(String key, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".nextmv-", ".tmp"));
            return folder.toRealPath();
        } catch (IOException e) {
            throw new BadSetting(key + " (" + folder + ") cannot be written: " + e);
        }
    }

    private static void sameFileSystem(String key, Map<String, Path> real) {
        try {
            FileStore work = Files.getFileStore(real.get("nextmv.work.folder"));
            FileStore other = Files.getFileStore(real.get(key));
            if (!work.equals(other)) {
                throw new BadSetting("nextmv.work.folder and " + key + " lie on different file systems (" + work
                        + ", " + other + "): a file could not be moved between them in one step");
            }
        } catch (IOException e) {
            throw new BadSetting(key + " cannot be looked at: " + e);
        }
    }
}
