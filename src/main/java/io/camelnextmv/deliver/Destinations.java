package io.camelnextmv.deliver;

import io.camelnextmv.store.Volume;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the answers of each inbox's tickets go. */
public final class Destinations {
    private final Map<Destination, Path> main;
    private final Map<String, Map<Destination, Path>> named = new LinkedHashMap<>();
    private final Map<Path, Volume> volumes = new HashMap<>();

    /** @param main the folder of each destination, for the tickets of the main inbox and of one that is not known; must exist */
    public Destinations(Map<Destination, Path> main) {
        this.main = Map.copyOf(main);
        remember(main);
    }

    /**
     * Another inbox has folders of its own.
     *
     * @param inbox   its folder
     * @param folders the folder of each destination; they must exist
     */
    public void add(Path inbox, Map<Destination, Path> folders) {
        named.put(inbox.toString(), Map.copyOf(folders));
        remember(folders);
    }

    private void remember(Map<Destination, Path> folders) {
        folders.values().forEach(folder -> volumes.put(folder, Volume.of(folder)));
    }

    /**
     * @param ticket a ticket
     * @return whether it is of an inbox that has folders of its own
     */
    public boolean isNamed(Ticket ticket) {
        return ticket.plan().inbox().filter(named::containsKey).isPresent();
    }

    Path of(Ticket ticket, Destination destination) {
        return ticket.plan().inbox().map(named::get).orElse(main).get(destination);
    }

    /**
     * To be asked before something is placed there.
     *
     * @param folder a folder of a destination
     * @throws IOException if it is not there, or only the mount point of its volume is
     */
    void mustBeThere(Path folder) throws IOException {
        volumes.get(folder).mustBeThere();
    }
}
