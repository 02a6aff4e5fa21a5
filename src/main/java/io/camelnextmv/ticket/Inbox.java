package io.camelnextmv.ticket;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A folder where inputs are dropped, and what they are run with.
 *
 * @param folder        the folder
 * @param applicationId the application that runs its inputs
 * @param instanceId    the instance; empty for the application's default one
 * @param spec          what else the runs are started with
 */
public record Inbox(Path folder, String applicationId, Optional<String> instanceId, RunSpec spec) {

    public Ticket claimed(TicketName id, String file, Instant now) {
        return claimed(id, file, Optional.empty(), now);
    }

    public Ticket claimed(TicketName id, String file, Optional<MessageOrigin> received, Instant now) {
        return Ticket.claimed(id, file, applicationId, instanceId, new RunPlan(Optional.of(folder.toString()), spec,
                Optional.empty(), Optional.empty(), Map.of(), received), now);
    }

    /** The same input by what the inbox says now; an upload that is finished is not thrown away. */
    public Ticket again(Ticket ticket) {
        Ticket again = claimed(ticket.id(), ticket.file(), ticket.claimedAt());
        RunPlan plan = again.plan();
        return again.with(new RunPlan(plan.inbox(), plan.spec(), plan.sidecar(), ticket.plan().upload(),
                ticket.plan().more(), ticket.plan().received()));
    }

    public boolean isOf(Ticket ticket) {
        return ticket.plan().inbox().filter(folder.toString()::equals).isPresent();
    }
}
