package io.camelnextmv.ticket;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A folder where inputs are dropped, and what they are run with; or a name that messages choose by, and what they are run
 * with.
 *
 * @param folder        the folder
 * @param applicationId the application that runs its inputs
 * @param instanceId    the instance; empty for the application's default one
 * @param spec          what else the runs are started with
 * @param account       the inbox whose key and address of the service it has; empty: those of the settings for all
 * @param asked         the name by which messages choose it; empty for inputs that are no such messages
 */
public record Inbox(Path folder, String applicationId, Optional<String> instanceId, RunSpec spec, Optional<String> account,
        Optional<String> asked) {
    /**
     * One with the key and the address of the settings for all.
     *
     * @param folder        the folder
     * @param applicationId the application that runs its inputs
     * @param instanceId    the instance; empty for the application's default one
     * @param spec          what else the runs are started with
     */
    public Inbox(Path folder, String applicationId, Optional<String> instanceId, RunSpec spec) {
        this(folder, applicationId, instanceId, spec, Optional.empty(), Optional.empty());
    }

    /**
     * @param real the folder's real name
     * @return the same there
     */
    public Inbox in(Path real) {
        return new Inbox(real, applicationId, instanceId, spec, account, asked);
    }

    /**
     * @param folder where messages stand for files
     * @param name   the inbox's name
     * @return the same for messages that choose it by that name
     */
    public Inbox ofMessages(Path folder, String name) {
        return new Inbox(folder, applicationId, instanceId, spec, account, Optional.of(name));
    }

    public Ticket claimed(TicketName id, String file, Instant now) {
        return claimed(id, file, Optional.empty(), now);
    }

    public Ticket claimed(TicketName id, String file, Optional<MessageOrigin> received, Instant now) {
        return Ticket.claimed(id, file, applicationId, instanceId, new RunPlan(Optional.of(folder.toString()), spec,
                Optional.empty(), Optional.empty(), Map.of(), received, account), now);
    }

    /** The same input by what the inbox says now; an upload that is finished is not thrown away, unless it is another's. */
    public Ticket again(Ticket ticket) {
        Ticket again = claimed(ticket.id(), ticket.file(), ticket.claimedAt());
        RunPlan plan = again.plan();
        boolean same = plan.account().equals(ticket.plan().account());
        return again.with(new RunPlan(plan.inbox(), plan.spec(), plan.sidecar(),
                same ? ticket.plan().upload() : Optional.empty(), same ? ticket.plan().more() : Map.of(),
                ticket.plan().received(), plan.account()));
    }

    public boolean isOf(Ticket ticket) {
        return ticket.plan().inbox().filter(folder.toString()::equals).isPresent()
                && ticket.plan().received().flatMap(MessageOrigin::inbox).equals(asked);
    }
}
