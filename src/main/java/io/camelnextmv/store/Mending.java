package io.camelnextmv.store;

import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ticket of which no {@code ticket.json} can be read is rebuilt from its copy. Without one nobody knows whether it has a
 * run, nor of which application: it is set aside, and not run by guess.
 */
final class Mending {
    private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
    private final WorkFolder work;

    Mending(WorkFolder work) {
        this.work = work;
    }

    synchronized Ticket mend(DurableFolder folder) {
        try {
            if (!folder.isTicket()) {
                throw new TicketGone(folder.ticket());
            }
            IOException why;
            try {
                // Somebody else may have mended it meanwhile.
                return work.record().read(folder.path(), folder.ticket());
            } catch (TicketUnreadable | NoSuchFileException e) {
                why = e;
            }
            String what = why instanceof TicketUnreadable ? why.getMessage() : "its ticket.json is gone";
            Optional<Ticket> copy = work.record().copy(folder.path(), folder.ticket())
                    .filter(ticket -> ticket.state() != Ticket.State.SUBMITTING || Files.exists(folder.input(ticket)));
            if (copy.isPresent()) {
                return rebuilt(folder, copy.get(), what);
            }
            throw setAside(folder, what, why);
        } catch (IOException e) {
            throw folder.unreadable(e);
        }
    }

    private Ticket rebuilt(DurableFolder folder, Ticket copy, String what) throws IOException {
        work.record().keepUnreadable(folder.path());
        folder.put(copy);
        LOG.warn("ticket {} cannot be read ({}): it is rebuilt from its copy, {}", folder.ticket(), what,
                copy.state() == Ticket.State.SUBMITTING ? "and its run is looked for" : "and goes on from there");
        return copy;
    }

    private RuntimeException setAside(DurableFolder folder, String what, IOException why) {
        TicketName id = folder.ticket();
        work.mustBeThere();
        if (work.setAside().put(folder.path(), "ticket " + id + " cannot be read: " + what + ", and there is no copy of it",
                "Nobody can tell whether its input was run. Look in the console for a run whose description holds "
                        + id + "; if there is none, drop the input, which is in that folder, into its inbox again.")) {
            return new TicketGone(id, "was moved to work/" + SetAside.NAME + "/: it cannot be read, and there is no"
                    + " copy of it");
        }
        return folder.isTicket() ? folder.unreadable(why) : new TicketGone(id);
    }
}
