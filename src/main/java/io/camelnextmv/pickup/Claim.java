package io.camelnextmv.pickup;

import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.camel.Body;

/** Takes a file from the inbox and makes it a ticket. */
public final class Claim {
    /** For so many times as long as nothing is taken. */
    private static final int PASSED_OVER = 30;
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Of more files it is forgotten that they could not be taken. */
    private static final int REFUSED = 1000;
    private final TicketStore tickets;
    private final Admission admission;
    private final List<Inbox> inboxes;
    private final LongSupplier nanos;
    private final Map<File, Refusal> refused = new ConcurrentHashMap<>();
    private final AtomicLong taken = new AtomicLong();

    /** Until when a file is passed over that could not be taken, how often it was before, and how many others were taken. */
    private record Refusal(long until, int times, long taken) {
    }

    /**
     * @param tickets the tickets
     * @param admission    is shut for a while when the disk says no
     * @param inboxes where inputs come from
     * @param nanos   the time in nanoseconds, of a clock that does not jump
     */
    public Claim(TicketStore tickets, Admission admission, List<Inbox> inboxes, LongSupplier nanos) {
        this.tickets = tickets;
        this.admission = admission;
        this.inboxes = List.copyOf(inboxes);
        this.nanos = nanos;
    }

    /**
     * Takes the file, but for one that could not be taken a moment ago: it may be the only one, and the others do not
     * wait behind it.
     *
     * @param file a file of the inbox; the marker of a folder stands for the folder
     * @return the ticket's name; none when somebody else took it, or it is passed over
     * @throws UncheckedIOException if the disk says no; the file stays where it is
     */
    public List<TicketName> take(@Body File file) {
        Refusal refusal = refused.get(file);
        return refusal != null && nanos.getAsLong() - refusal.until() < 0 ? List.of() : takeAnyway(file);
    }

    /**
     * Takes the file whether there is room or not, and whether it has settled or not: its owner has spoken.
     *
     * @param file a file of the inbox; the marker of a folder stands for the folder
     * @return the ticket's name; none when somebody else took it
     * @throws UncheckedIOException if the disk says no; the file stays where it is
     */
    public List<TicketName> takeAnyway(File file) {
        try {
            Optional<Ticket> ticket = tickets.claims().claim(inputOf(file), inboxOf(file));
            refused.remove(file);
            taken.incrementAndGet();
            return ticket.map(Ticket::id).stream().toList();
        } catch (UncheckedIOException e) {
            passOver(file, admission.shutForAWhile().multipliedBy(PASSED_OVER));
            throw e;
        }
    }

    /** Longer each time where others could be taken meanwhile: it is not the disk then, but this file. */
    private void passOver(File file, Duration first) {
        long now = nanos.getAsLong();
        if (refused.size() >= REFUSED) {
            refused.clear();
        }
        Backoff delays = new Backoff(first.compareTo(LONGEST) < 0 ? first : LONGEST, 2, LONGEST);
        refused.compute(file, (same, before) -> {
            boolean itsOwn = before != null && taken.get() > before.taken();
            int times = itsOwn ? before.times() + 1 : 0;
            return new Refusal(now + delays.whole(times).toNanos(), times, taken.get());
        });
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
