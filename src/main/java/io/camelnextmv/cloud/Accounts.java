package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of the settings. A ticket names the inbox whose account its run belongs to: where the settings have no such
 * account any more it waits, since no other key can ask for its run, and the answer to another one would say that it is
 * gone. Safe for many threads.
 */
public final class Accounts {
    /** The account of the settings for all, which no inbox with an account of its own is called. */
    public static final String MAIN = "main";
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);
    /** Whoever misses an account asks for it again after so long, until the settings have it. */
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(30);
    /** What was not asked for that long is missed by nobody any more. */
    private static final Duration FORGOTTEN = ASKED_AGAIN.multipliedBy(4);
    private static final Duration SAID_AGAIN = Duration.ofHours(1);
    private static final int MOST_MISSED = 1000;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private volatile List<Account> all = List.of();
    private final LongSupplier nanos;
    private final Map<String, Missed> missed = new TreeMap<>();

    /** When it was asked for last, and when that was said last, in ns. */
    private record Missed(long asked, long said) {
    }

    /**
     * @param main  the account of the settings for all
     * @param nanos a clock that does not jump, in ns
     */
    public Accounts(Account main, LongSupplier nanos) {
        this.nanos = nanos;
        add(MAIN, main);
    }

    /**
     * An inbox has an account of its own, or shares that of another inbox.
     *
     * @param inbox   its name
     * @param account the account
     */
    public void add(String inbox, Account account) {
        accounts.put(inbox, account);
        all = accounts.values().stream().distinct().toList();
    }

    /**
     * @param name an inbox, or {@link #MAIN}; null for the main account
     * @return the account
     * @throws Fault {@link Kind#PAUSED} where the settings do not have it: its tickets wait, and nothing is sent
     */
    public Account of(@ExchangeProperty(Slots.ACCOUNT) String name) {
        Account account = accounts.get(name == null ? MAIN : name);
        if (account == null) {
            miss(name);
            throw new Fault(Kind.PAUSED, 0, sentence(name), Optional.of(ASKED_AGAIN));
        }
        return account;
    }

    /**
     * @param inbox the inbox whose account it is; empty for the main account
     * @return the account
     * @throws Fault {@link Kind#PAUSED} where the settings do not have it
     */
    public Account of(Optional<String> inbox) {
        return of(inbox.orElse(MAIN));
    }

    /**
     * @param name an inbox, or {@link #MAIN}; null for the main account
     * @return asks for the list by which its key is judged
     */
    public Request runs(@ExchangeProperty(Slots.ACCOUNT) String name) {
        return Request.get(ApiPath.runs(of(name).main().applicationId()));
    }

    /** @return asks for an account's queue, which a key need not be allowed to see */
    public Request queue() {
        return Request.getList(ApiPath.QUEUE);
    }

    /**
     * @param run the id of a run of the main application
     * @return cancels it
     */
    public Request cancel(@Header(NextmvHeaders.CANCEL) String run) {
        return Request.cancel(ApiPath.runs(main().main().applicationId()).run(run).plus("/cancel"));
    }

    /** @return the account of the settings for all */
    public Account main() {
        return accounts.get(MAIN);
    }

    /** @return each of them once, the main one first */
    public List<Account> all() {
        return all;
    }

    /** @return the names by which they are asked for; several may have one account */
    public Map<String, Account> byName() {
        return Map.copyOf(accounts);
    }

    private void miss(String name) {
        synchronized (missed) {
            long now = nanos.getAsLong();
            Missed before = missed.get(name);
            boolean say = before == null || now - before.said() >= SAID_AGAIN.toNanos();
            if (say) {
                LOG.warn("{}. Give the inbox its settings again and restart; an input that has no run yet can be canceled.",
                        sentence(name));
            }
            if (before != null || missed.size() < MOST_MISSED) {
                missed.put(name, new Missed(now, say ? now : before.said()));
            }
        }
    }

    private static String sentence(String name) {
        return "The settings have no key of inbox " + name + " any more (nextmv.inboxes." + name + ".api-key): the inputs"
                + " that were taken with it wait, as no other key can ask for their runs";
    }

    /** @return a sentence for each account that tickets wait for and the settings do not have */
    public List<String> missing() {
        synchronized (missed) {
            long now = nanos.getAsLong();
            missed.values().removeIf(one -> now - one.asked() > FORGOTTEN.toNanos());
            return missed.keySet().stream().map(Accounts::sentence).toList();
        }
    }
}
