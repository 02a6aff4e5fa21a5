package io.camelnextmv.settings;

import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Modes;
import io.camelnextmv.ticket.Ending.Destination;
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

    static Folders of(SettingReader values) {
        return new Folders(values.folder("nextmv.inbox.folder"), values.folder("nextmv.outbox.folder"),
                values.folder("nextmv.errors.folder"), values.folder("nextmv.canceled.folder"),
                values.folder("nextmv.archive.folder"), values.folder("nextmv.work.folder"));
    }

    /**
     * Makes the folders that are missing, and tries in them what will be done there.
     *
     * @param durability how far a write must come
     * @param modes      who may read what is made
     * @return the same folders by their real names
     * @throws BadSetting if one cannot be written, lies in another one, or cannot be moved from or to as it must
     */
    public Folders prepared(Durability durability, Modes modes) {
        Trial trial = new Trial(durability, modes);
        Map<String, Path> real = new LinkedHashMap<>();
        named().forEach((key, folder) -> real.put(key, trial.folder(key, folder)));
        real.forEach((key, folder) -> real.forEach((otherKey, other) -> {
            if (!key.equals(otherKey) && folder.startsWith(other)) {
                throw new BadSetting(key + " (" + folder + ") lies in " + otherKey + " (" + other
                        + "): each needs a folder of its own");
            }
        }));
        trial.file("nextmv.inbox.folder", real.get("nextmv.inbox.folder"), "nextmv.work.folder",
                real.get("nextmv.work.folder"));
        trial.folder("nextmv.work.folder", real.get("nextmv.work.folder"), "nextmv.archive.folder",
                real.get("nextmv.archive.folder"));
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

    /** @return the folder of each destination */
    public Map<Destination, Path> destinations() {
        return Map.of(Destination.OUTPUT, outbox, Destination.ERROR, errors, Destination.CANCELED, canceled);
    }

    /** Makes the folder by which a gateway is steered, if it is missing, and tries it. */
    static Path control(Path control, Durability durability, Modes modes) {
        new Trial(durability, modes).folder("nextmv.home", control);
        new Trial(durability, modes).folder("nextmv.home", control.resolve("cancel"));
        return control;
    }
}
