package io.camelnextmv.submit;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ExchangeProperty;

/**
 * The requests to the API for what belongs to a ticket. Source: the public documentation of the run API. All but the first
 * three need a run, and throw {@link NoSuchElementException} where a ticket has none.
 */
public final class TicketRequests {
    private static final String BY_URL = "?format=url";
    private static final Set<Integer> BUSY = Set.of(429);
    private final TicketStore tickets;

    /** @param tickets tell the application, the instance and the run */
    public TicketRequests(TicketStore tickets) {
        this.tickets = tickets;
    }

    /**
     * @param id the ticket's name
     * @return whose API that is: the inbox whose account its run belongs to, or {@link Accounts#MAIN}
     */
    public String account(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return tickets.read(id).plan().account().orElse(Accounts.MAIN);
    }

    /**
     * @param id the ticket's name
     * @return starts its run, by its instance or by the application's default one; without the input yet. A run that asked not
     *         to be queued may be refused, where there is no capacity for it.
     */
    public Request start(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        Request request = Request.post(runs(ticket).by(ticket.instanceId()));
        return ticket.plan().spec().mayBeRefusedAsBusy() ? request.mayBeRefused(BUSY) : request;
    }

    /**
     * @param id the ticket's name
     * @return gets an address for its input
     */
    public Request upload(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.post(runs(tickets.read(id)).plus("/uploadurl"));
    }

    /**
     * @param id the ticket's name
     * @return its run's metadata
     */
    public Request metadata(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.get(run(id).plus("/metadata"));
    }

    /**
     * @param id the ticket's name
     * @return its run's result
     */
    public Request result(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.get(run(id));
    }

    /**
     * @param id the ticket's name
     * @return an address of its run's output
     */
    public Request resultUrl(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.get(run(id).plus(BY_URL));
    }

    /**
     * @param id the ticket's name
     * @return an address of the output that its run has left although it failed
     */
    public Request partial(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.getIfAllowed(run(id).plus(BY_URL));
    }

    /**
     * @param id the ticket's name
     * @return the result of its run that failed, which tells why; without the output, where the API does not carry that and
     *         would refuse the whole
     */
    public Request failure(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Optional<Ending> ending = tickets.read(id).ending();
        boolean carried = ending.filter(was -> was.outputSize() <= Limits.INLINE
                && was.outputFormat().orElse(Format.JSON) == Format.JSON).isPresent();
        return carried ? result(id) : resultUrl(id);
    }

    /**
     * @param id the ticket's name
     * @return its run's logs
     */
    public Request logs(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.getIfAllowed(run(id).plus("/logs"));
    }

    /**
     * @param id the ticket's name
     * @return the list of its run's assets
     */
    public Request assets(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.getIfAllowed(run(id).plus("/assets"));
    }

    /**
     * @param id    the ticket's name
     * @param asset an asset of its run
     * @return an address of that asset
     */
    public Request asset(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.FILE) Asset asset) {
        return Request.getIfAllowed(run(id).plus("/assets/" + asset.id()));
    }

    /**
     * @param id the ticket's name
     * @return what cancels its run
     */
    public Request cancel(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Request.cancel(run(id).plus("/cancel"));
    }

    private ApiPath run(TicketName id) {
        Ticket ticket = tickets.read(id);
        return runs(ticket).run(ticket.runId().orElseThrow());
    }

    private static ApiPath runs(Ticket ticket) {
        return ApiPath.runs(ticket.applicationId());
    }
}
