package io.camelnextmv.store;

import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the tickets that nobody cares for: all that an earlier process left, at the start, and those of another gateway
 * on the same folder when it has died. A restart and a takeover are the same thing.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private final WorkFolder work;
    private final Leftovers leftovers;
    private final Restoring restoring;
    private final Map<String, Lease> survived = new HashMap<>();
    private final Repeated repeated = new Repeated();

    /**
     * @param store   the tickets
     * @param inboxes where inputs come from: what was not submitted goes by what they say now; the first one stands for
     *                that of a ticket of an earlier version, which does not name any
     */
    public Recovery(TicketStore store, List<Inbox> inboxes) {
        this.work = store.work();
        this.leftovers = new Leftovers(work);
        this.restoring = new Restoring(work, store.claims(), List.copyOf(inboxes));
    }

    /**
     * Takes over the tickets of gateways that do not live any more. What is no ticket is set aside, never in the way.
     *
     * @return the tickets newly in our hands, oldest first
     * @throws TicketsAway          if {@code work/} is not there, or another folder is in its place: what lies there then
     *                              is nothing of ours
     * @throws UncheckedIOException if {@code work/} cannot be read
     */
    public synchronized List<Ticket> takeOver() {
        if (!work.lease().renew()) {
            work.mustBeThere();
        }
        survived.values().forEach(Lease::renew);
        Map<String, Leftovers.Left> orphans = leftovers.byGateway();
        // Our own that are not in flight: what could be neither taken nor given back when the disk said no.
        Leftovers.Left own = orphans.remove(work.gateway());
        List<Ticket> ours = new ArrayList<>(own == null ? List.of()
                : restoring.restored(own.tickets(), id -> !work.inFlight().contains(id)));
        for (Map.Entry<String, Leftovers.Left> orphan : orphans.entrySet()) {
            String gateway = orphan.getKey();
            try {
                ours.addAll(takeOver(gateway, orphan.getValue()));
                repeated.isOver(gateway);
            } catch (TicketsAway e) {
                if (ours.isEmpty()) {
                    throw e;
                }
                // What is in flight already must come into the hands of the routes.
                break;
            } catch (UncheckedIOException e) {
                // The tickets of the others do not wait for it.
                repeated.say(gateway, count -> LOG.warn("The tickets of gateway {} cannot be taken up at the moment: {}{}",
                        gateway, e.getCause().toString(), count));
            }
        }
        if (ours.isEmpty()) {
            ours.addAll(restoring.next());
        }
        ours.sort(Ticket.OLDEST_FIRST);
        return ours;
    }

    private List<Ticket> takeOver(String gateway, Leftovers.Left before) {
        List<TicketName> seen = before.tickets();
        Lease lease = survived.get(gateway);
        boolean isNew = lease == null;
        if (isNew) {
            work.mustBeThere();
            Optional<Lease> taken = Lease.ofTheDead(work.path(), gateway, before.remains());
            if (taken.isEmpty()) {
                return List.of();
            }
            lease = taken.get();
            work.removeWhatIsLeft(gateway);
            try {
                // Looked at again now that nobody else can change them: it may have died only after the first look.
                seen = Optional.ofNullable(leftovers.byGatewayNow().get(gateway)).map(Leftovers.Left::tickets)
                        .orElse(List.of());
            } catch (UncheckedIOException e) {
                lease.close();
                throw e;
            }
            survived.put(gateway, lease);
        }
        int putOff = restoring.putOff();
        List<Ticket> tickets = isNew ? restoring.restored(seen, id -> true) : restoring.again(seen);
        if (!tickets.isEmpty()) {
            LOG.info("{} tickets of an earlier process (gateway {}) are taken up again",
                    tickets.size() + restoring.putOff() - putOff, gateway);
        } else if (seen.stream().noneMatch(work.inFlight()::contains)
                && seen.stream().noneMatch(id -> Files.exists(work.path(id)))) {
            work.mustBeThere();
            lease.end();
            survived.remove(gateway);
        } else if (restoring.areLeftToALaterVersion(seen)) {
            // Whoever can read them must be able to take them over while we live.
            lease.close();
            survived.remove(gateway);
        }
        return tickets;
    }

    /** Gives the leases of the dead back: their tickets wait for the next start. */
    public synchronized void close() {
        survived.values().forEach(Lease::close);
        survived.clear();
    }
}
