package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What is noted beside tickets, without waiting for the disk: what cannot be read again is as if it was never noted. */
public final class TicketNotes {
    private static final Duration SELDOM = Duration.ofMinutes(30);
    private final Function<TicketName, TicketFolder> folders;
    private final InFlight watched;
    private final Notes notes;

    TicketNotes(Function<TicketName, TicketFolder> folders, InFlight watched, ObjectMapper mapper) {
        this.folders = folders;
        this.watched = watched;
        this.notes = new Notes(mapper);
    }

    /** @return how far the waiting for a ticket's run is; {@link Progress#NONE} where that cannot be read */
    public Progress progress(TicketName id) {
        TicketFolder folder = folders.apply(id);
        Optional<Progress> before = folder.isForOneStep() ? Optional.empty() : watched.progress(id);
        Progress progress = before.orElseGet(() -> read(folder));
        return watched.noted(id, progress);
    }

    private Progress read(TicketFolder folder) {
        Progress written = notes.read(folder, TicketFolder.PROGRESS, Progress.class).orElse(Progress.NONE);
        if (!folder.isForOneStep()) {
            watched.remember(folder.ticket(), written, true);
        }
        return written;
    }

    /**
     * Notes how far the waiting is. The disk is told of each change of a run's status; of checks that find it going on it is
     * told when they have become half as many again, so that a restart misses a third of them at most.
     */
    public void note(TicketName id, Progress progress) {
        TicketFolder folder = folders.apply(id);
        note(id, folder, progress, folder.isForOneStep() || watched.isWorthWriting(id, progress));
    }

    /** The same after a look that told of all: the disk is told of a change of the status at once, and of checks each half hour. */
    public void noteLook(TicketName id, Progress progress) {
        note(id, folders.apply(id), progress, watched.isWorthWritingAfter(SELDOM, id, progress));
    }

    private void note(TicketName id, TicketFolder folder, Progress progress, boolean written) {
        if (written) {
            notes.write(folder, TicketFolder.PROGRESS, Optional.of(progress));
        }
        if (!folder.isForOneStep()) {
            watched.remember(id, progress, written);
        }
        watched.checked(id);
        watched.noted(id, progress);
    }

    /** @return what the looks for a ticket's run have shown; {@link Doubt#NEW} where it was not looked for yet */
    public Doubt doubt(TicketName id) {
        return notes.read(folders.apply(id), TicketFolder.DOUBT, Doubt.class).orElse(Doubt.NEW);
    }

    /** Notes what the looks for a ticket's run have shown; empty when it is settled. */
    public void note(TicketName id, Optional<Doubt> doubt) {
        notes.write(folders.apply(id), TicketFolder.DOUBT, doubt);
    }

    /** @return the requests for a ticket's run that have failed; {@link Attempts#NONE} where none can be read */
    public Attempts attempts(TicketName id) {
        return notes.read(folders.apply(id), TicketFolder.ATTEMPTS, Attempts.class).orElse(Attempts.NONE);
    }

    /** Notes the requests that have failed; {@link Attempts#NONE} when the run was started. */
    public void note(TicketName id, Attempts attempts) {
        notes.write(folders.apply(id), TicketFolder.ATTEMPTS, Optional.of(attempts).filter(met -> met.count() > 0));
    }
}
