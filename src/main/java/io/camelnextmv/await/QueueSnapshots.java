package io.camelnextmv.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.retry.NotYet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's queue as it was a moment ago. A run that it names is not finished; of one that it does not name it says
 * nothing. Whoever finds it too old asks for a new one, the others come back when it is there: no thread waits.
 */
public final class QueueSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(QueueSnapshots.class);
    /** So many checks within the age of a snapshot are worth one. */
    static final int WORTH_IT = 3;
    /** So many rows may be read for each run that waits, or is checked while a snapshot is shared: some wait in a broker. */
    private static final int ROWS_A_RUN = 100;
    private static final Duration REFUSED = Duration.ofMinutes(10);
    private static final Duration BROKEN = Duration.ofMinutes(1);
    private static final Duration LOST = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofMillis(20);

    private final Via via;
    private final Duration age;
    private final IntSupplier waiting;
    private final QueuePages pages;
    private final Clock clock;
    private Map<String, String> statuses = Map.of();
    private Instant takenAt = Instant.MIN;
    private Optional<Instant> asking = Optional.empty();
    private Instant heard = Instant.MIN;
    private Instant withoutUntil = Instant.MIN;
    private Instant window = Instant.MIN;
    private int checks;
    private int checksBefore;
    private int askedBy;

    /** How a run is checked. */
    public enum Via {
        /** By the queue while that costs less, by the run's own metadata otherwise. */
        AUTO,
        /** By the queue, whatever it costs. */
        QUEUE,
        /** By the run's own metadata. */
        METADATA
    }

    /**
     * @param via     how a run is checked
     * @param age     for how long a snapshot is shared
     * @param waiting how many runs are waited for
     * @param mapper  reads the queue
     * @param clock   the time
     */
    public QueueSnapshots(Via via, Duration age, IntSupplier waiting, ObjectMapper mapper, Clock clock) {
        this.via = via;
        this.age = age;
        this.waiting = waiting;
        this.pages = new QueuePages(mapper);
        this.clock = clock;
    }

    /**
     * To be asked by each check. Who is told to take a snapshot must say how that ended, by {@link #taken} or {@link #notTaken}.
     *
     * @return whether a snapshot is to be taken, for all that wait
     * @throws NotYet while somebody else takes one: to come back soon
     */
    public synchronized boolean isToBeTaken() {
        Instant now = clock.instant();
        if (isPassedOver(now)) {
            return false;
        }
        count(now);
        boolean fresh = isFresh(now);
        if (!fresh && isAsked(now)) {
            throw new NotYet("the queue is being asked", soon(Duration.between(asking.get(), now)));
        }
        if (fresh || via == Via.AUTO && Math.max(checks, checksBefore) < WORTH_IT) {
            return false;
        }
        ask(now);
        return true;
    }

    private void ask(Instant now) {
        asking = Optional.of(now);
        heard = now;
        // A slow answer comes when the checks that it was asked for are of long ago.
        askedBy = recentChecks(now);
        pages.begin();
    }

    /** Somebody asks, and has heard something since, a page at least. */
    private boolean isAsked(Instant now) {
        return asking.isPresent() && now.isBefore(heard.plus(LOST));
    }

    /**
     * To be asked by whoever looks without a run of its own to check. Who is told to take a snapshot must say how that ended.
     *
     * @return whether a snapshot is to be taken: not while there is one, or somebody else takes one, or the queue cannot be
     *         used
     */
    public synchronized boolean isOutdated() {
        Instant now = clock.instant();
        if (isPassedOver(now) || isFresh(now) || isAsked(now)) {
            return false;
        }
        ask(now);
        return true;
    }

    /** @return whether there is a snapshot to look into */
    public synchronized boolean isThere() {
        Instant now = clock.instant();
        return !isPassedOver(now) && isFresh(now);
    }

    private boolean isPassedOver(Instant now) {
        return via == Via.METADATA || now.isBefore(withoutUntil);
    }

    /** One of the future was taken before the clock was set back. */
    private boolean isFresh(Instant now) {
        return !now.isBefore(takenAt) && now.isBefore(takenAt.plus(age));
    }

    /** The longer it takes, the less often it is asked whether it is there. */
    private static Duration soon(Duration elapsed) {
        long least = Math.max(SOON.toMillis(), elapsed.toMillis());
        return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(least));
    }

    private void count(Instant now) {
        if (!now.isBefore(window.plus(age))) {
            checksBefore = now.isBefore(window.plus(age.multipliedBy(2))) ? checks : 0;
            checks = 0;
            window = now;
        }
        checks++;
    }

    private int recentChecks(Instant now) {
        return now.isBefore(window.plus(age.multipliedBy(2))) ? Math.max(checks, checksBefore) : 0;
    }

    /** @return whether a page of the queue is still to be asked for, by whoever takes the snapshot */
    public synchronized boolean hasMore() {
        return pages.hasMore();
    }

    /** @return the path of that page */
    public synchronized ApiPath path() {
        return pages.path();
    }

    /**
     * The queue has answered, or a page of it.
     *
     * @param answer its body
     * @return what the queue names, where this was its last page; empty where not all of it is known, or it is more than it
     *         is worth
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is something else
     */
    public Optional<Map<String, String>> taken(InputStream answer) throws IOException {
        QueuePages.Page page = pages.read(answer);
        synchronized (this) {
            heard = clock.instant();
            return pages.add(page).filter(this::keep).filter(all -> pages.isWhole());
        }
    }

    /** Whether it is worth to be looked into. */
    private boolean keep(Map<String, String> found) {
        // Shared from now on, not from the question on: those who have waited for a slow answer must get it.
        takenAt = clock.instant();
        asking = Optional.empty();
        statuses = found;
        long served = Math.max(waiting.getAsInt(), Math.max(askedBy, recentChecks(takenAt)));
        boolean tooLarge = via == Via.AUTO && found.size() > ROWS_A_RUN * served;
        if (tooLarge) {
            LOG.debug("the account's queue has {} rows, more than it saves: runs are checked one by one for a while",
                    found.size());
            withoutUntil = clock.instant().plus(BROKEN);
            statuses = Map.of();
        }
        return !tooLarge;
    }

    /**
     * There is no snapshot: where the queue is to blame, runs are checked one by one for a while.
     *
     * @param why what was met
     * @throws Exception the same where the way to the service, the settings or a {@code Retry-After} is the reason
     */
    public synchronized void notTaken(Exception why) throws Exception {
        pages.end();
        asking = Optional.empty();
        statuses = Map.of();
        if (why instanceof Fault fault) {
            boolean refused = fault.kind() == Kind.REQUEST || fault.kind() == Kind.NOT_FOUND;
            if (!refused && (fault.kind() != Kind.SERVICE || fault.retryAfter().isPresent())) {
                throw why;
            }
            without(refused ? REFUSED : BROKEN, why);
        } else {
            without(BROKEN, why);
        }
    }

    private void without(Duration time, Exception why) {
        withoutUntil = clock.instant().plus(time);
        LOG.info("The account's queue cannot be used ({}): runs are asked for one by one for {} min.",
                why.getMessage(), time.toMinutes());
    }

    /**
     * @param run a run's id
     * @return its status as the last snapshot says; empty where that does not name it
     */
    public synchronized String statusOf(String run) {
        return statuses.getOrDefault(run, "");
    }
}
