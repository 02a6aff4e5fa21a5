package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Whose;
import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Plan.Sidecar;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.time.Clock;

/** Ends tickets whose input cannot become a run. */
public final class Rejection {
    private final TicketStore tickets;
    private final OutageSwitch outage;
    private final String application;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param outage      learns of an application that is not known
     * @param application the application that the probe of an outage asks for
     * @param clock       the time
     */
    public Rejection(TicketStore tickets, OutageSwitch outage, String application, Clock clock) {
        this.tickets = tickets;
        this.outage = outage;
        this.application = application;
        this.clock = clock;
    }

    /** It is the input's fault. */
    Ticket of(Ticket ticket, String error, String whatToDo) {
        return tickets.write(ticket.ended(ending(error, whatToDo)));
    }

    /** It is the input's fault, says the service. */
    Ticket of(Ticket ticket, String error, String whatToDo, Fault answer) {
        return tickets.write(ticket.ended(ending(error, whatToDo).withAnswer(answer.getMessage())));
    }

    private Ending ending(String error, String whatToDo) {
        return Ending.unhappy(Fate.ERROR, "rejected", error, whatToDo, clock.instant(), 0);
    }

    /** The service does not know the application: the fault of the sidecar that names it, or else of the settings. */
    Ticket unknown(Ticket ticket, Fault notFound) {
        if (ticket.plan().sidecar().filter(Sidecar::namesItsOwnTarget).isPresent()) {
            return of(ticket, "The service does not know application " + ticket.applicationId()
                    + ticket.instanceId().map(id -> " with instance " + id).orElse("") + ", which "
                    + ticket.plan().sidecar().get().file() + " asks for.",
                    "Mend " + ticket.plan().sidecar().get().file() + ", and drop it into the inbox again with its"
                            + " input.", notFound);
        }
        if (ticket.state() == Ticket.State.SUBMITTING) {
            tickets.write(ticket.notStarted());
        }
        throw settings(ticket, notFound);
    }

    /** The service does not know the application of the settings. */
    Fault settings(Ticket ticket, Fault notFound) {
        Fault settings = notFound.as(Whose.SETTINGS);
        // Another inbox's application is only waited for: the others can go on, and the probe would not notice its return.
        if (ticket.applicationId().equals(application)) {
            outage.failure(settings);
        }
        return settings;
    }
}
