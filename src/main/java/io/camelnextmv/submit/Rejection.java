package io.camelnextmv.submit;

import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.RunPlan.Sidecar;
import io.camelnextmv.ticket.Ticket;
import java.time.Clock;

/** Ends tickets whose input cannot become a run. */
public final class Rejection {
    private final TicketStore tickets;
    private final CircuitBreaker breaker;
    private final String application;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param breaker      learns of an application that is not known
     * @param application the application that the probe of an outage asks for
     * @param clock       the time
     */
    public Rejection(TicketStore tickets, CircuitBreaker breaker, String application, Clock clock) {
        this.tickets = tickets;
        this.breaker = breaker;
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
        return Ending.withoutOutput(Destination.ERROR, "rejected", error, whatToDo, clock.instant(), 0);
    }

    /** The service does not take it, and takes others. */
    Ticket givenUp(Ticket ticket, String words, String answer) {
        return tickets.write(ticket.ended(Ending.withoutOutput(Destination.ERROR, "given_up", "The input could not be uploaded: this was"
                + " tried " + words + ". No run was started.", "It seems to be this input, or the application that it is for,"
                + " that the service fails at: compare it with one that got through, or ask Nextmv with the answer below. Then"
                + " drop it into the inbox again. To try for longer, raise nextmv.retry.give-up.", clock.instant(), 0)
                .withAnswer(answer)));
    }

    /** Nobody can tell whether it runs. */
    Ticket inDoubt(Ticket ticket, String error) {
        return tickets.write(ticket.ended(Ending.withoutOutput(Destination.ERROR, "in_doubt", error, "Look in the console of application "
                + ticket.applicationId() + " for a run whose description holds " + ticket.id() + ". If there is none, drop"
                + " the file into the inbox again; if there is one, its output is there.", clock.instant(), 0)));
    }

    /** The service does not know the application: the fault of the sidecar that names it, or else of the settings. */
    Ticket unknown(Ticket ticket, Fault notFound) {
        if (namesItsOwnTarget(ticket)) {
            return of(ticket, "The service does not know application " + ticket.applicationId()
                    + ticket.instanceId().map(id -> " with instance " + id).orElse("") + ", which " + asker(ticket)
                    + " for.", mend(ticket), notFound);
        }
        if (ticket.state() == Ticket.State.SUBMITTING) {
            tickets.write(ticket.notStarted());
        }
        throw settings(ticket, notFound);
    }

    /**
     * The key is good elsewhere, but may not start a run there: the fault of the sidecar that names the application, or
     * else of the inbox, whose inputs wait until that is mended.
     */
    Ticket forbidden(Ticket ticket, Fault forbidden) {
        if (namesItsOwnTarget(ticket)) {
            return of(ticket, "The API key may not use what " + asker(ticket) + " for: " + forbidden.getMessage() + ".",
                    mend(ticket) + " Or have the key allowed to use it.", forbidden);
        }
        throw new Fault(Kind.FORBIDDEN, forbidden.status(), forbidden.getMessage() + "; the other applications are."
                + " Have the key allowed to use it, or mend the application-id of the inbox "
                + ticket.plan().inbox().orElse(ticket.file()), forbidden.retryAfter());
    }

    static boolean namesItsOwnTarget(Ticket ticket) {
        return ticket.plan().sidecar().filter(Sidecar::namesItsOwnTarget).isPresent();
    }

    /** Whoever reads it has never seen the file that a message's headers are kept as. */
    private static String asker(Ticket ticket) {
        return ticket.plan().received().isPresent() ? "the message's headers ask"
                : ticket.plan().sidecar().map(Sidecar::file).orElse(ticket.file()) + " asks";
    }

    private static String mend(Ticket ticket) {
        return ticket.plan().received().isPresent()
                ? "Mend the header NextmvApplicationId or NextmvInstanceId, and send the message again."
                : "Mend " + ticket.plan().sidecar().map(Sidecar::file).orElse(ticket.file())
                        + ", and drop it into the inbox again with its input.";
    }

    /** The service does not know the application of the settings. */
    Fault settings(Ticket ticket, Fault notFound) {
        Fault settings = notFound.as(Kind.SETTINGS);
        // Another inbox's application is only waited for: the others can go on, and the probe would not notice its return.
        if (ticket.applicationId().equals(application)) {
            breaker.failure(settings);
        }
        return settings;
    }
}
