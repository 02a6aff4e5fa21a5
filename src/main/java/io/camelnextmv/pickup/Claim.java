package io.camelnextmv.pickup;

import io.camelnextmv.document.SmallFile;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Sidecars;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a file from the inbox and makes it a ticket. */
public final class Claim {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    /** For so many times as long as nothing is taken. */
    private static final int PASSED_OVER = 30;
    /** Of so many things beside inputs it is said once why the input is left. */
    private static final int TOLD = 1000;
    private final TicketStore tickets;
    private final Door door;
    private final List<Inbox> inboxes;
    private final Duration settle;
    private final Clock clock;
    private final Map<File, Instant> refused = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param tickets the tickets
     * @param door    says whether there is room
     * @param inboxes where inputs come from
     * @param settle  how long what lies beside an input must not have changed
     * @param clock   the time
     */
    public Claim(TicketStore tickets, Door door, List<Inbox> inboxes, Duration settle, Clock clock) {
        this.tickets = tickets;
        this.door = door;
        this.inboxes = List.copyOf(inboxes);
        this.settle = settle;
        this.clock = clock;
    }

    /**
     * Takes the file.
     *
     * @param file a file of the inbox; the marker of a folder stands for the folder
     * @return the ticket's name; none when there is no room, when what lies beside the file is being
     *         written or is no file, or when somebody else took it
     * @throws UncheckedIOException if the disk says no; the file stays where it is
     */
    public List<TicketName> take(File file) {
        List<Path> beside = Sidecars.of(inputOf(file));
        boolean mustWait = !beside.stream().allMatch(this::canBeTaken) || beside.stream().anyMatch(this::isBeingWritten);
        return mustWait || isRefused(file) || !door.letsIn() ? List.of() : takeAnyway(file);
    }

    /**
     * Takes the file, whether there is room or not: for one that will not be submitted.
     *
     * @param file a file of the inbox
     * @return the ticket's name; none when somebody else took the file
     * @throws UncheckedIOException if the disk says no; the file stays where it is
     */
    public List<TicketName> takeAnyway(File file) {
        try {
            Optional<Ticket> ticket = tickets.claim(inputOf(file), inboxOf(file));
            ticket.ifPresent(claimed -> LOG.debug("{} is ticket {}", claimed.file(), claimed.id()));
            return ticket.map(Ticket::id).stream().toList();
        } catch (UncheckedIOException e) {
            refused.put(file, clock.instant().plus(door.shutForAWhile().multipliedBy(PASSED_OVER)));
            throw e;
        }
    }

    /** What could not be taken a moment ago may be the only one: the others do not wait behind it for ever. */
    private boolean isRefused(File file) {
        refused.values().removeIf(until -> !clock.instant().isBefore(until));
        return refused.containsKey(file);
    }

    /** Without it the input would be run in another way than was wanted: so the input waits. */
    private boolean canBeTaken(Path sidecar) {
        if (SmallFile.isOne(sidecar) && Files.isReadable(sidecar)) {
            return true;
        }
        if (told.size() < TOLD && told.add(sidecar.toString())) {
            LOG.warn("The input of {} stays in the inbox: {}.", sidecar.getFileName(), SmallFile.isOne(sidecar)
                    ? "that file may not be read. Let the gateway's user read it"
                    : "that is a link, a folder or a device, which is not followed. Put the file itself there, or take it"
                            + " away");
        }
        return false;
    }

    private boolean isBeingWritten(Path sidecar) {
        return Math.abs(clock.millis() - sidecar.toFile().lastModified()) < settle.toMillis();
    }

    private static Path inputOf(File file) {
        return FolderInput.of(file.toPath()).orElse(file.toPath());
    }

    private Inbox inboxOf(File file) {
        Path folder = file.toPath().toAbsolutePath().normalize().getParent();
        return inboxes.stream().filter(inbox -> inbox.folder().equals(folder)).findFirst()
                .orElse(inboxes.get(0));
    }
}
