package io.camelnextmv.pickup;

import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.NotMoved;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Repeated;
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
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file from the inbox and makes it a ticket. Where our disk says no, nothing is taken for a while; where only a file says
 * no, or its inbox, nobody else waits for that.
 */
public final class Claim {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    /** For so many times as long as nothing is taken. */
    private static final int PASSED_OVER = 30;
    private static final Duration LONGEST = Duration.ofHours(1);
    /** Of more files it is forgotten that they could not be taken: more are not kept of a look into an inbox either. */
    private static final int REFUSED = 5000;
    /** So many of an inbox in a row: then it may be the inbox, and each try costs some writes. */
    private static final int IN_A_ROW = 20;
    private final TicketStore tickets;
    private final Admission admission;
    private final List<Inbox> inboxes;
    private final LongSupplier nanos;
    private final Map<File, Refusal> refused = new ConcurrentHashMap<>();
    private final Map<Path, Row> rows = new ConcurrentHashMap<>();
    private final Repeated repeated = new Repeated();

    /** Until when a file is passed over that could not be taken, and how often that was so before. */
    private record Refusal(long until, int times) {
    }

    /** How many of an inbox could not be taken in a row, and until when it rests. */
    private record Row(int refused, long until) {
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
     * @return the ticket's name; none when somebody else took it, or it cannot be taken, or is passed over
     * @throws UncheckedIOException if the disk says no; the file stays where it is
     */
    public List<TicketName> take(@Body File file) {
        long now = nanos.getAsLong();
        Path inbox = inboxOf(file).folder();
        Refusal refusal = refused.get(file);
        Row row = rows.get(inbox);
        if (refusal != null && now - refusal.until() < 0 || row != null && now - row.until() < 0) {
            return List.of();
        }
        try {
            List<TicketName> taken = takeAnyway(file);
            rows.remove(inbox);
            return taken;
        } catch (NotMoved e) {
            stays(file, inbox, e);
            return List.of();
        }
    }

    /**
     * Takes the file whether there is room or not, and whether it has settled or not: its owner has spoken.
     *
     * @param file a file of the inbox; the marker of a folder stands for the folder
     * @return the ticket's name; none when somebody else took it
     * @throws UncheckedIOException if it, or the disk, says no; the file stays where it is
     */
    public List<TicketName> takeAnyway(File file) {
        try {
            Optional<Ticket> ticket = tickets.claims().claim(inputOf(file), inboxOf(file));
            refused.remove(file);
            return ticket.map(Ticket::id).stream().toList();
        } catch (NotMoved e) {
            throw e;
        } catch (UncheckedIOException e) {
            passOver(file, admission.shutForAWhile(), false);
            throw e;
        }
    }

    private void stays(File file, Path inbox, NotMoved why) {
        Duration rest = admission.rest();
        passOver(file, rest, true);
        rows.compute(inbox, (same, before) -> {
            int row = before == null || before.refused() == IN_A_ROW ? 1 : before.refused() + 1;
            return new Row(row, nanos.getAsLong() + (row < IN_A_ROW ? 0 : rest.toNanos()));
        });
        repeated.say(file.toString(), count -> LOG.warn("{}. It stays in its inbox, and is tried again; nothing else waits for it. Who runs"
                + " the gateway must be allowed to write to the inbox, and to a folder in it.{}", why.getMessage(), count));
    }

    /** Longer each time where it is not the disk, but this file. */
    private void passOver(File file, Duration rest, boolean itsOwn) {
        Duration first = rest.multipliedBy(PASSED_OVER);
        if (refused.size() >= REFUSED) {
            refused.clear();
        }
        Backoff delays = new Backoff(first.compareTo(LONGEST) < 0 ? first : LONGEST, 2, LONGEST);
        refused.compute(file, (same, before) -> {
            int times = itsOwn && before != null ? before.times() + 1 : 0;
            return new Refusal(nanos.getAsLong() + delays.whole(times).toNanos(), times);
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
