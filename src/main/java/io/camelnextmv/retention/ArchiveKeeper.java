package io.camelnextmv.retention;

import io.camelnextmv.deliver.Names;
import io.camelnextmv.settings.RetentionSettings;
import io.camelnextmv.store.KnownMessages;
import io.camelnextmv.store.TicketNames;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.store.Volume;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks at one thing in the archive after the other: what is old enough goes, of all others it is counted how much they are.
 * What is no ticket stays. So does a ticket for as long as its report lies in {@code errors/} or {@code canceled/}:
 * whoever looks at that, or retries it, needs what the archive knows of it. And one of a later version, or that cannot be read,
 * stays: nobody here can tell whether it is needed.
 */
final class ArchiveKeeper {
    /** However full the archive is: whoever asks for an answer, or waits for an input, has so long. */
    private static final Duration LEAST = Duration.ofHours(1);
    private final Path archive;
    private final TicketReader tickets;
    private final Map<Path, Volume> reports;
    private final KnownMessages known;
    private final RetentionSettings keep;

    /** What one look through all of it has found so far. */
    static final class Look {
        private final Instant now;
        private final boolean removes;
        private final Optional<AgeBuckets.Excess> excess;
        private final AgeBuckets ages = new AgeBuckets();
        private long count;
        private long bytes;
        private Optional<Instant> oldest = Optional.empty();
        private Ends ends;
        private long removed;
        private long removedBytes;

        /**
         * @param now     the time by which something is old
         * @param removes whether anything may go
         * @param excess  what is too much, as the look before has found
         * @param began   the clock's time: who is taken from now on is not counted among those that ended how
         */
        Look(Instant now, boolean removes, Optional<AgeBuckets.Excess> excess, Instant began) {
            this.now = now;
            this.removes = removes;
            this.excess = excess;
            // As names tell it.
            this.ends = Ends.none(began.truncatedTo(ChronoUnit.SECONDS));
        }

        private void keep(Path entry, Instant since, long size, boolean canGo) {
            // Of those that are taken from now on who asks counts each.
            ends = ends.hasCounted(new TicketName(entry.getFileName().toString())) ? ends.and(entry) : ends;
            count++;
            bytes += size;
            oldest = Optional.of(oldest.filter(since::isAfter).orElse(since));
            if (canGo) {
                ages.add(since, size);
            } else {
                ages.addNeeded(size);
            }
        }

        long count() {
            return count;
        }

        long bytes() {
            return bytes;
        }

        Optional<Instant> oldest() {
            return oldest;
        }

        long removed() {
            return removed;
        }

        long removedBytes() {
            return removedBytes;
        }

        Ends ends() {
            return ends;
        }

        AgeBuckets ages() {
            return ages;
        }
    }

    /**
     * @param archive the archive
     * @param tickets reads what is in it
     * @param reports the folders in which reports lie
     * @param known   is told of messages whose tickets go
     * @param keep    how long, and how much
     */
    ArchiveKeeper(Path archive, TicketReader tickets, List<Path> reports, KnownMessages known, RetentionSettings keep) {
        this.archive = archive;
        this.tickets = tickets;
        this.reports = reports.stream().collect(Collectors.toMap(Function.identity(), Volume::of));
        this.known = known;
        this.keep = keep;
    }

    Path folder() {
        return archive;
    }

    /**
     * Looks at what lies there under a name.
     *
     * @throws IOException if the disk says no, or it cannot be told whether it is needed: it stays
     */
    void look(Path entry, Look look) throws IOException {
        String name = entry.getFileName().toString();
        if (FolderWalk.isBeingRemoved(entry)) {
            FolderWalk.remove(entry);
            return;
        }
        if (!TicketNames.isOne(name) || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            TicketName ticket = new TicketName(name);
            Instant changed = Files.getLastModifiedTime(entry).toInstant();
            // A message's name does not tell; its folder changes last when it comes here.
            Instant since = TicketNames.timeOf(ticket).orElse(changed);
            long size = FolderWalk.size(entry);
            boolean due = look.removes && isDue(since, changed, look);
            try {
                Optional<Ticket> read = due ? tickets.readable(ticket) : Optional.empty();
                boolean needed = due && isNeeded(read);
                if (due && !needed) {
                    remove(entry, ticket, read, look.now);
                    look.removed++;
                    look.removedBytes += size;
                } else {
                    look.keep(entry, since, size, !needed);
                }
            } catch (TicketOfLaterVersion e) {
                look.keep(entry, since, size, false);
            }
        } catch (NoSuchFileException e) {
            // Somebody else has taken it away.
            return;
        }
    }

    /** It came here when its folder changed last: it may have ended long before it could be delivered. */
    private boolean isDue(Instant since, Instant changed, Look look) {
        return isOld(since, look) && isOld(changed, look)
                || isTooMuch(since, look) && isBefore(changed, look.now, LEAST);
    }

    private boolean isOld(Instant since, Look look) {
        return keep.archive().filter(keepFor -> isBefore(since, look.now, keepFor)).isPresent();
    }

    private static boolean isBefore(Instant since, Instant now, Duration keepFor) {
        return since.isBefore(now.minus(keepFor));
    }

    private static boolean isTooMuch(Instant since, Look look) {
        return look.excess.filter(over -> since.isBefore(over.until()) && look.removedBytes < over.excess()).isPresent();
    }

    /** Where it cannot be told whether its report is there, since that folder's volume is away, it is. */
    private boolean isNeeded(Optional<Ticket> read) throws IOException {
        Optional<String> stem = read.filter(ticket -> ticket.ending()
                .filter(ending -> ending.destination() != Destination.OUTPUT).isPresent()).flatMap(Ticket::deliveredAs);
        if (stem.isPresent()) {
            for (Map.Entry<Path, Volume> folder : reports.entrySet()) {
                folder.getValue().mustBeThere();
                Path report = Contained.child(folder.getKey(), Names.report(stem.get()));
                if (!Files.notExists(report, LinkOption.NOFOLLOW_LINKS)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What tells a message's second delivery apart is on the disk before the folder goes. */
    private void remove(Path entry, TicketName ticket, Optional<Ticket> read, Instant now) throws IOException {
        if (TicketNames.isOfMessage(ticket)) {
            known.keep(ticket, read.flatMap(one -> one.plan().received()).flatMap(MessageOrigin::kept).orElse(false), now);
        }
        FolderWalk.remove(entry);
    }

    /** How much is over what the settings allow, for the next look. */
    Optional<AgeBuckets.Excess> excess(Look look) {
        return keep.archiveSize().flatMap(look.ages::over);
    }

    /** What is known of messages for long enough is forgotten, a part of it at a time. */
    void forget(int shard, Look look) throws IOException {
        if (look.removes && keep.known().isPresent()) {
            known.forget(shard, look.now.minus(keep.known().get()));
        }
    }
}
