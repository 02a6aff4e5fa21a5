package io.camelnextmv.pickup;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.store.TicketStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Inputs are taken only while there is room for another run, and requests get through: of an inbox, those of its account; of
 * messages, of which nobody knows whose they are before they are taken, those of any account.
 */
public final class Admission {
    /** So large a part of the room may be taken by messages of accounts to which nothing gets through. */
    private static final int PART = 4;
    private final Accounts accounts;
    private final Map<String, Integer> forNothing = new HashMap<>();
    private final Room room;
    private final int maxInFlight;
    private final Duration rest;
    private final LongSupplier nanos;
    private volatile long shutUntil;
    private volatile long notListeningUntil;
    private volatile boolean open;

    /**
     * @param tickets     the tickets in flight
     * @param accounts    whether requests get through
     * @param maxInFlight how many tickets may be in flight
     * @param rest        how long nothing is taken after the disk said no
     * @param nanos       the time in nanoseconds, of a clock that does not jump
     */
    public Admission(TicketStore tickets, Accounts accounts, int maxInFlight, Duration rest, LongSupplier nanos) {
        this.room = new Room(tickets, accounts, maxInFlight);
        this.accounts = accounts;
        this.maxInFlight = maxInFlight;
        this.rest = rest;
        this.nanos = nanos;
        this.shutUntil = nanos.getAsLong();
        this.notListeningUntil = shutUntil;
    }

    /** What earlier processes left is in flight, and counts: files may be taken. */
    public void open() {
        open = true;
    }

    /** The folder of the tickets is away: nothing can be taken until it is open again. */
    public void shut() {
        open = false;
    }

    /**
     * @param account the account of an inbox; null for the main account
     * @return whether one more file of that inbox may be taken
     */
    public boolean isOpen(String account) {
        Account its = accounts.of(account);
        return isReady() && isClosed(its) && room.isThereFor(its);
    }

    /** @return whether one more message may be taken, whose account nobody knows yet */
    public boolean isOpen() {
        List<Account> all = accounts.all();
        if (!isReady() || !room.isThere() || all.stream().noneMatch(Admission::isClosed)) {
            return false;
        }
        synchronized (forNothing) {
            all.stream().filter(Admission::isClosed).forEach(account -> forNothing.remove(account.name()));
            return forNothing.values().stream().mapToInt(Integer::intValue).sum() <= maxInFlight / PART;
        }
    }

    /** @return the same for messages of an endpoint that is listened to, which may rest by itself */
    public boolean isListening() {
        return !isResting() && isOpen();
    }

    /** @return whether no message is taken there since one comes again that could not be taken */
    public boolean isResting() {
        return nanos.getAsLong() - notListeningUntil < 0;
    }

    /**
     * A message could not be taken, by no fault of ours: it comes again, and others of its endpoint behind it.
     *
     * @param pause how long no message is taken from there
     */
    void pauseListening(Duration pause) {
        notListeningUntil = nanos.getAsLong() + pause.toNanos();
    }

    /**
     * A message was taken. Where nothing gets through to its account it waits: not all of the room may be taken by such.
     *
     * @param account whose it is; empty for the main account
     */
    public void taken(Optional<String> account) {
        Account its = accounts.of(account);
        if (!isClosed(its)) {
            synchronized (forNothing) {
                forNothing.merge(its.name(), 1, Integer::sum);
            }
        }
    }

    private boolean isReady() {
        return open && nanos.getAsLong() - shutUntil >= 0;
    }

    private static boolean isClosed(Account account) {
        return account.services().api().isClosed();
    }

    /**
     * The disk said no: a thousand files would meet the same, so nothing is taken for a while.
     *
     * @return for how long
     */
    public Duration shutForAWhile() {
        shutUntil = nanos.getAsLong() + rest.toNanos();
        return rest;
    }

    /** How long that is, for who rests without it. */
    Duration rest() {
        return rest;
    }
}
