package io.camelnextmv.await;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.ExchangeProperty;

/**
 * Looks into the queue of each account, again and again while runs are waited for, whose delays grow while nothing changes.
 * A run that was named and is named no longer has ended, or is to be asked for: its ticket is woken. Each ticket's own
 * delays are the net below, and longer for those that are looked for here. Safe for many threads.
 */
public final class QueueLooks {
    private final Accounts accounts;
    private final Waiters waiters;
    private final Polling polling;
    private final QueueSnapshots.Via via;
    private final Clock clock;
    private final Map<String, Looks> looks = new HashMap<>();

    /** Those of one account. Only one exchange at a time goes on with them: the one with the last number. */
    private static final class Looks {
        private final String account;
        private boolean beginning;
        private boolean goOn;
        private int number;
        private Instant next = Instant.MAX;
        private int unchanged;
        private boolean succeed;
        private Map<String, String> named = Map.of();

        Looks(String account) {
            this.account = account;
        }
    }

    /**
     * @param accounts the accounts
     * @param waiters  who waits
     * @param polling  how a run is waited for
     * @param via      how a run is checked
     * @param clock    the time, by a clock that does not jump
     */
    public QueueLooks(Accounts accounts, Waiters waiters, Polling polling, QueueSnapshots.Via via, Clock clock) {
        this.accounts = accounts;
        this.waiters = waiters;
        this.polling = polling;
        this.via = via;
        this.clock = clock;
        accounts.all().forEach(account -> looks.put(account.name(), new Looks(account.name())));
    }

    private Looks of(String account) {
        return looks.get(accounts.of(account).name());
    }

    /**
     * To be asked when a ticket begins to wait.
     *
     * @param account whose run it is; null for the main account
     * @return whether looks are to begin, as there are none, or the next one is far off
     */
    public boolean isToBegin(@ExchangeProperty(Slots.ACCOUNT) String account) {
        Looks of = of(account);
        synchronized (of) {
            of.unchanged = 0;
            boolean wanted = via == QueueSnapshots.Via.QUEUE || via == QueueSnapshots.Via.AUTO
                    && (of.goOn || waiters.runsOf(of.account).size() >= QueueSnapshots.WORTH_IT);
            boolean soon = of.goOn && !of.next.isAfter(clock.instant().plus(polling.backoff().delay()));
            boolean begins = wanted && !soon && !of.beginning;
            of.beginning |= begins;
            return begins;
        }
    }

    /**
     * Looks begin, and those that there were before end.
     *
     * @param account whose queue is looked into
     * @return the number of those that look from now on
     */
    public int begin(@ExchangeProperty(Slots.ACCOUNT) String account) {
        Looks of = of(account);
        synchronized (of) {
            of.beginning = false;
            of.goOn = true;
            of.next = clock.instant().plus(polling.backoff().delay());
            return ++of.number;
        }
    }

    /**
     * How long it is until the first look.
     *
     * @return the delay in milliseconds
     */
    public long firstDelay() {
        return delay(0).toMillis();
    }

    private Duration delay(int unchanged) {
        return polling.backoff().after(unchanged, ThreadLocalRandom.current());
    }

    /**
     * @param account whose queue is looked into
     * @param number  the number of those that look
     * @return whether it is for them to look
     */
    public boolean areLast(@ExchangeProperty(Slots.ACCOUNT) String account, @ExchangeProperty(Slots.LOOKS) int number) {
        Looks of = of(account);
        synchronized (of) {
            return of.number == number;
        }
    }

    /**
     * Goes on to the next look, while somebody waits.
     *
     * @param account whose queue is looked into
     * @param number  the number of those that look
     * @throws NotYet while there is somebody to look for
     */
    public void goOn(@ExchangeProperty(Slots.ACCOUNT) String account, @ExchangeProperty(Slots.LOOKS) int number) {
        Looks of = of(account);
        synchronized (of) {
            if (of.number != number) {
                return;
            }
            of.goOn = !waiters.runsOf(of.account).isEmpty();
            if (of.goOn) {
                Duration delay = delay(of.unchanged++);
                of.next = clock.instant().plus(delay);
                throw new NotYet("the queue is looked into again", delay);
            }
            of.named = Map.of();
            of.succeed = false;
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
        Map<String, String> before;
        synchronized (of) {
            before = of.named;
            of.named = found;
            of.succeed = true;
        }
        boolean changed = false;
        for (String run : waiters.runsOf(of.account)) {
            String was = before.get(run);
            String is = found.get(run);
            changed |= !Objects.equals(was, is);
            if (was != null && is == null) {
                waiters.wake(run);
            }
        }
        if (changed) {
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
        Looks of = of(account);
        synchronized (of) {
            of.succeed = false;
        }
    }

    /**
     * @param ticket a ticket with its run
     * @return whether its run is looked for here, so that its own checks can be fewer
     */
    boolean watch(Ticket ticket) {
        Looks of = of(ticket.plan().account().orElse(Accounts.MAIN));
        synchronized (of) {
            return of.goOn && of.succeed && ticket.runId().filter(of.named::containsKey).isPresent();
        }
    }
}
