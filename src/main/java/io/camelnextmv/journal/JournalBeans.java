package io.camelnextmv.journal;

import io.camelnextmv.store.TicketStore;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Makes what the log says of the tickets. */
public final class JournalBeans {
    private JournalBeans() {
    }

    /**
     * @param context whose routes say whose steps they make
     * @param tickets the tickets
     * @param clock   the time
     * @return whose step a thread makes, for what is called outside of a step
     */
    public static TicketMdc addTo(CamelContext context, TicketStore tickets, Clock clock) {
        TicketMdc whose = new TicketMdc(tickets::known);
        context.getCamelContextExtension().addInterceptStrategy(whose);
        tickets.watched().tell(new TicketLines());
        Summary summary = new Summary(tickets.watched(), clock);
        tickets.watched().tell(summary);
        context.getRegistry().bind("nextmvSummary", summary);
        return whose;
    }
}
