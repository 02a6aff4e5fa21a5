package io.camelnextmv.limits;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.limits.Turns.LongWait;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.support.AsyncProcessorSupport;

/** Who waits for a turn, of each account by itself: one that is used up, or asked to slow down, holds up no other. */
public final class AccountTurns extends AsyncProcessorSupport {
    private final Accounts accounts;
    private final Map<String, Turns> turns = new LinkedHashMap<>();

    /**
     * @param accounts the accounts
     * @param turns    makes those of one of them
     */
    public AccountTurns(Accounts accounts, Supplier<Turns> turns) {
        this.accounts = accounts;
        accounts.all().forEach(account -> this.turns.put(account.name(), turns.get()));
    }

    /**
     * @param account an account's name; null for the main account
     * @return who waits there
     */
    public Turns of(String account) {
        return turns.get(accounts.of(account).name());
    }

    private void all(Consumer<Turns> act) {
        turns.values().forEach(act);
    }

    /**
     * To be called before there are requests.
     *
     * @param told is told which tickets wait
     */
    public void tell(Resting told) {
        all(its -> its.tell(told));
    }

    /**
     * To be called before there are requests.
     *
     * @param told is told when one waits for longer than a second
     */
    public void tell(LongWait told) {
        all(its -> its.tell(told));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Turns its;
        try {
            its = of(exchange.getProperty(Slots.ACCOUNT, String.class));
        } catch (Fault missing) {
            exchange.setException(missing);
            callback.done(true);
            return true;
        }
        return its.process(exchange, callback);
    }

    /**
     * A request is sent: one that has not waited for a turn is counted now.
     *
     * @param exchange the exchange that sends it
     * @param request  the request
     * @param account  as whom; null for the main account
     */
    public void sent(Exchange exchange, @ExchangeProperty(Slots.REQUEST) Request request,
            @ExchangeProperty(Slots.ACCOUNT) String account) {
        of(account).sent(exchange, request);
    }

    /**
     * The service says that an account asks too much of it.
     *
     * @param account    which
     * @param retryAfter how long it asks to wait
     */
    public void slowDown(String account, Optional<Duration> retryAfter) {
        of(account).budget().slowDown(retryAfter);
    }

    /**
     * A ticket goes on without its turn: somebody wants it canceled.
     *
     * @param ticket the ticket's name
     * @return whether it waited here
     */
    public boolean wake(TicketName ticket) {
        return turns.values().stream().anyMatch(its -> its.wake(ticket));
    }

    /** At a stop: nobody waits any more, and what waited is not sent. */
    public void letGo() {
        all(Turns::letGo);
    }
}
