package io.camelnextmv.await;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Looks into the queue of each account, again and again while runs are waited for, whose delays grow while nothing changes.
 * A run that was named and is named no longer has ended, or is to be asked for: its ticket is woken. Each ticket's own
 * delays are the net below, and longer for those that are looked for here. Safe for many threads.
 */
public final class QueueLooks {
    /** What was to look, and has not for so long, is lost: others begin, and until then no ticket relies on it. */
    private static final Duration LOST = Duration.ofMinutes(5);
    private final Waiters waiters;
    private final Polling polling;
    private final Duration apart;
    private final QueueSnapshots.Via via;
    private final Clock clock;
    private final Map<String, Looks> looks = new HashMap<>();

    /** Those of one account. Only one exchange at a time goes on with them: the one that began last. */
    private static final class Looks {
        private final Set<String> names = new HashSet<>();
        private Optional<Instant> beginning = Optional.empty();
        private boolean goOn;
        private final LastLook found = new LastLook();
        private Optional<String> last = Optional.empty();
        private Instant next = Instant.MAX;
        private int unchanged;

        /** An exchange keeps its id however often it is tried again. */
        synchronized boolean areOf(Exchange exchange) {
            return last.filter(exchange.getExchangeId()::equals).isPresent();
        }

        boolean areLost(Instant now) {
            return now.isAfter(next.plus(LOST));
        }
    }

    /**
     * @param accounts the accounts
     * @param waiters  who waits
     * @param polling  how a run is waited for
     * @param apart    what lies between two looks at least: an answer that is shared for so long is not asked for again
     * @param via      how a run is checked
     * @param clock    the time, by a clock that does not jump
     */
    public QueueLooks(Accounts accounts, Waiters waiters, Polling polling, Duration apart, QueueSnapshots.Via via,
            Clock clock) {
        this.waiters = waiters;
        this.polling = polling;
        this.apart = apart;
        this.via = via;
        this.clock = clock;
        Map<Account, Looks> ofAccounts = new HashMap<>();
        accounts.byName().forEach((name, account) -> {
            Looks its = ofAccounts.computeIfAbsent(account, one -> new Looks());
            its.names.add(name);
            looks.put(name, its);
        });
    }

    /** Empty where the settings have no such account any more: nobody can look there. */
    private Optional<Looks> find(String account) {
        return Optional.ofNullable(looks.get(account == null ? Accounts.MAIN : account));
    }

    private Looks of(String account) {
        return find(account).orElseThrow(() -> new IllegalArgumentException("there is no account " + account));
    }

    /** Those of all inboxes that share the account. */
    private List<String> waitedFor(Looks of) {
        return of.names.stream().flatMap(name -> waiters.runsOf(name).stream()).toList();
    }

    private long waiting(Looks of) {
        return of.names.stream().mapToLong(name -> waiters.runsOf(name).size()).sum();
    }

    /**
     * To be asked when a ticket begins to wait.
     *
     * @param account whose run it is; null for the main account
     * @return whether looks are to begin, as there are none, or the next one is far off; never where the settings have no
     *         such account any more, which the ticket's own checks tell
     */
    public boolean isToBegin(@ExchangeProperty(Slots.ACCOUNT) String account) {
        return find(account).filter(this::areToBegin).isPresent();
    }

    private boolean areToBegin(Looks of) {
        synchronized (of) {
            Instant now = clock.instant();
            of.unchanged = 0;
            boolean wanted = via == QueueSnapshots.Via.QUEUE || via == QueueSnapshots.Via.AUTO
                    && (of.goOn || waiting(of) >= QueueSnapshots.WORTH_IT);
            boolean soon = of.goOn && !of.areLost(now) && !of.next.isAfter(now.plus(polling.backoff().delay()));
            boolean begins = wanted && !soon && of.beginning.filter(since -> !now.isAfter(since.plus(LOST))).isEmpty();
            if (begins) {
                of.beginning = Optional.of(now);
            }
            return begins;
        }
    }

    /**
     * Looks begin, and those that there were before end.
     *
     * @param account  whose queue is looked into
     * @param exchange looks from now on
     */
    public void begin(@ExchangeProperty(Slots.ACCOUNT) String account, Exchange exchange) {
        Looks of = of(account);
        synchronized (of) {
            of.beginning = Optional.empty();
            of.goOn = true;
            of.next = clock.instant().plus(polling.backoff().delay());
            of.last = Optional.of(exchange.getExchangeId());
        }
    }

    /** @return how long it is until the first look, in ms */
    public long firstDelay() {
        return delay(0).toMillis();
    }

    private Duration delay(int unchanged) {
        return polling.backoff().after(unchanged, ThreadLocalRandom.current());
    }

    /**
     * @param account  whose queue is looked into
     * @param exchange wants to look
     * @return whether it is for it to look: no other has begun since
     */
    public boolean areOf(@ExchangeProperty(Slots.ACCOUNT) String account, Exchange exchange) {
        return of(account).areOf(exchange);
    }

    /**
     * Goes on to the next look, while somebody waits.
     *
     * @param account  whose queue is looked into
     * @param exchange has looked
     * @throws NotYet while there is somebody to look for
     */
    public void goOn(@ExchangeProperty(Slots.ACCOUNT) String account, Exchange exchange) {
        Looks of = of(account);
        synchronized (of) {
            if (!of.areOf(exchange)) {
                return;
            }
            of.goOn = waiting(of) > 0;
            if (of.goOn) {
                Duration grown = delay(of.unchanged++);
                Duration delay = grown.compareTo(apart) < 0 ? apart : grown;
                of.next = clock.instant().plus(delay);
                throw new NotYet("the queue is looked into again", delay);
            }
            of.found.forget();
        }
    }

    /**
     * What the whole queue names, whoever has asked for it.
     *
     * @param account whose queue it is
     * @param found   the statuses by the runs' ids
     */
    void seen(String account, Map<String, String> found) {
        Looks of = of(account);
        if (of.found.seen(found, waitedFor(of), waiters::wake)) {
            synchronized (of) {
                of.unchanged = 0;
            }
        }
    }

    /**
     * A look has not succeeded: each ticket is on its own until one does.
     *
     * @param account whose queue it is
     */
    public void failed(@ExchangeProperty(Slots.ACCOUNT) String account) {
        of(account).found.failed();
    }

    /**
     * @param ticket a ticket with its run
     * @return whether its run is looked for here, so that its own checks can be fewer
     */
    boolean isWatched(Ticket ticket) {
        return ticket.runId().flatMap(run -> said(ticket.plan().account().orElse(Accounts.MAIN), run)).isPresent();
    }

    /** The status of a run as the last look has found it; empty where looks do not tell, and it is to be asked for. */
    Optional<String> said(String account, String run) {
        return find(account).filter(this::goOn).flatMap(its -> its.found.said(run));
    }

    private boolean goOn(Looks of) {
        synchronized (of) {
            return of.goOn && !of.areLost(clock.instant());
        }
    }
}
