package io.camelnextmv.headers;

import io.camelnextmv.headers.Vendor.Address;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Where an outcome is sent to, and what of it has arrived there, which a redelivery must not send a second time. */
public final class Dispatch {
    private Address address = new Address("", Optional.empty());
    private Optional<String> arrived = Optional.empty();

    /**
     * @param exchange sends an outcome
     * @return where to; nowhere yet at first
     */
    public static Dispatch of(Exchange exchange) {
        Dispatch dispatch = exchange.getProperty(Slots.DISPATCH, Dispatch.class);
        if (dispatch == null) {
            dispatch = new Dispatch();
            exchange.setProperty(Slots.DISPATCH, dispatch);
        }
        return dispatch;
    }

    /** @param to where the outcome goes, and its report where that goes apart */
    public void goesTo(Address to) {
        address = to;
    }

    /** @return the endpoint that the outcome goes to, and its report behind it where that goes apart */
    public String to() {
        return address.endpoint();
    }

    /** @return the name of the report, where that goes to the same endpoint, apart */
    public Optional<ReportName> report() {
        return address.report();
    }

    /** @return whether the report goes apart */
    public boolean hasReport() {
        return address.report().isPresent();
    }

    /** @return whether the outcome has not arrived at that endpoint: it is sent again only where it has not */
    public boolean isDue() {
        return arrived.filter(address.endpoint()::equals).isEmpty();
    }

    /** The outcome has arrived, or need not. */
    public void arrived() {
        arrived = Optional.of(address.endpoint());
    }
}
