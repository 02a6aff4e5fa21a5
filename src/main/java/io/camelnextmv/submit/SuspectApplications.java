package io.camelnextmv.submit;

import io.camelnextmv.submit.SubmitSlots.Trouble;
import io.camelnextmv.ticket.LastUsed;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The applications at which several inputs in a row have failed, or hang, until one of their inputs gets through. Whoever
 * asks holds the lock.
 */
final class SuspectApplications {
    private static final Logger LOG = LoggerFactory.getLogger(SuspectApplications.class);
    /** So many different inputs: one that the service fails at does not make its application suspect. */
    private static final int SUSPECT = 3;
    private static final int MOST = 1000;
    private final Clock clock;
    /** Sidecars and headers name applications, also such as there are not. */
    private final Map<String, Application> applications = new LastUsed<>(MOST);

    SuspectApplications(Clock clock) {
        this.clock = clock;
    }

    /** What is known of an application since one of its inputs got through. */
    private static final class Application {
        private final Set<TicketName> failed = new HashSet<>();
        private Optional<Trouble> trouble = Optional.empty();
        private Optional<Long> taken = Optional.empty();
    }

    private Application of(String application) {
        return applications.computeIfAbsent(application, id -> new Application());
    }

    /** To be read only: senders may name what application they like, and who only asks leaves nothing behind. */
    private Application known(String application) {
        Application its = applications.get(application);
        return its == null ? new Application() : its;
    }

    /** @param hanging how many requests hang that were sent since an input got through, or at all where none did */
    boolean isSuspect(String application, ToLongFunction<Optional<Long>> hanging) {
        Application its = known(application);
        boolean suspect = its.failed.size() + hanging.applyAsLong(its.taken) >= SUSPECT;
        if (suspect && its.trouble.isEmpty()) {
            say(application, of(application), "requests are not answered");
        }
        return suspect;
    }

    boolean hasTaken(String application) {
        return known(application).taken.isPresent();
    }

    List<Trouble> troubles() {
        return applications.values().stream().map(its -> its.trouble).flatMap(Optional::stream).toList();
    }

    /** @param at when, in ns */
    void taken(String application, long at) {
        Application its = of(application);
        its.taken = Optional.of(at);
        its.failed.clear();
        its.trouble.ifPresent(was -> LOG.info("Application {} takes inputs again, after {} s.", application,
                Duration.between(was.since(), clock.instant()).toSeconds()));
        its.trouble = Optional.empty();
    }

    void failed(TicketName ticket, String application, String reason) {
        Application its = of(application);
        if (its.failed.size() < SUSPECT) {
            its.failed.add(ticket);
        }
        if (its.failed.size() >= SUSPECT) {
            say(application, its, reason);
        }
    }

    private void say(String application, Application its, String reason) {
        if (its.trouble.isEmpty()) {
            LOG.warn("Application {} takes no inputs: {}. Its inputs wait and are tried one at a time, nothing is lost;"
                    + " those of other applications go on.", application, reason);
        }
        its.trouble = Optional.of(new Trouble(application, its.trouble.map(Trouble::since).orElseGet(clock::instant),
                reason));
    }
}
