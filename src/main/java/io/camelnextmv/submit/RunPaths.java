package io.camelnextmv.submit;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.ApiPaths;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;

/**
 * The paths of the API for what belongs to a ticket, each with its query. Source: the public documentation of the run API. All
 * but the first two need a run, and throw {@link NoSuchElementException} where a ticket has none.
 */
public final class RunPaths {
    private final TicketStore tickets;

    /** @param tickets tell the application, the instance and the run */
    public RunPaths(TicketStore tickets) {
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
     * @return where its run is started, by its instance or by the application's default one
     */
    public String start(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        return runs(ticket) + ticket.instanceId().map(instance -> "?instance_id=" + instance).orElse("");
    }

    /**
     * @param id the ticket's name
     * @return where an address for its input is had
     */
    public String upload(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return runs(tickets.read(id)) + "/uploadurl";
    }

    /**
     * @param id the ticket's name
     * @return its run's metadata
     */
    public String metadata(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return run(id) + "/metadata";
    }

    /**
     * @param id the ticket's name
     * @return its run's result
     */
    public String result(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return run(id);
    }

    /**
     * @param id the ticket's name
     * @return an address of its run's output
     */
    public String resultUrl(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return run(id) + "?format=url";
    }

    /**
     * @param id the ticket's name
     * @return the result of its run that failed, which tells why; without the output, where the API does not carry that and
     *         would refuse the whole
     */
    public String failure(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Optional<Ending> ending = tickets.read(id).ending();
        boolean carried = ending.filter(was -> was.outputSize() <= Limits.INLINE
                && was.outputFormat().orElse(Format.JSON) == Format.JSON).isPresent();
        return carried ? result(id) : resultUrl(id);
    }

    /**
     * @param id the ticket's name
     * @return its run's logs
     */
    public String logs(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return run(id) + "/logs";
    }

    /**
     * @param id the ticket's name
     * @return the list of its run's assets
     */
    public String assets(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return run(id) + "/assets";
    }

    /**
     * @param id    the ticket's name
     * @param asset an asset of its run
     * @return an address of that asset
     */
    public String asset(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.ASSET) Asset asset) {
        return run(id) + "/assets/" + asset.id();
    }

    /**
     * @param id the ticket's name
     * @return what cancels its run
     */
    public String cancel(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return run(id) + "/cancel";
    }

    private String run(TicketName id) {
        Ticket ticket = tickets.read(id);
        return runs(ticket) + "/" + ticket.runId().orElseThrow();
    }

    private static String runs(Ticket ticket) {
        return ApiPaths.runs(ticket.applicationId());
    }
}
