package io.camelnextmv.limits;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.TicketName;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** The line of each account: whoever waits there waits behind nobody of another one. */
public final class AccountLines extends AsyncProcessorSupport {
    private final Accounts accounts;
    private final Map<String, Line> lines = new HashMap<>();

    /**
     * @param accounts the accounts
     * @param line     makes the one of an account, by its name
     */
    public AccountLines(Accounts accounts, Function<String, Line> line) {
        this.accounts = accounts;
        accounts.all().forEach(account -> lines.put(account.name(), line.apply(account.name())));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Line line;
        try {
            line = of(exchange.getProperty(Slots.ACCOUNT, String.class));
        } catch (Fault missing) {
            exchange.setException(missing);
            callback.done(true);
            return true;
        }
        return line.process(exchange, callback);
    }

    /**
     * @param account an account's name; null for the main account
     * @return who stands there
     */
    public Line of(String account) {
        return lines.get(accounts.of(account).name());
    }

    private void all(Consumer<Line> act) {
        lines.values().forEach(act);
    }

    /**
     * A ticket goes on without room: somebody wants it canceled.
     *
     * @param ticket the ticket's name
     * @return whether it waited here
     */
    public boolean wake(TicketName ticket) {
        return lines.values().stream().anyMatch(line -> line.wake(ticket));
    }

    /** At a stop: nobody waits any more. */
    public void letGo() {
        all(Line::letGo);
    }
}
