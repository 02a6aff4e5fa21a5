package io.camelnextmv.journal;

import io.camelnextmv.store.InFlight;
import io.camelnextmv.store.TicketWatch;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line about all tickets, for whoever looks at the log now and then: how many are on their way, and how far. */
public final class Summary implements TicketWatch {
    private static final Logger LOG = LoggerFactory.getLogger(Summary.class);
    private final InFlight tickets;
    private final Clock clock;
    private final AtomicLong outputs = new AtomicLong();
    private final AtomicLong others = new AtomicLong();

    /**
     * @param tickets the tickets in flight
     * @param clock   the time
     */
    public Summary(InFlight tickets, Clock clock) {
        this.tickets = tickets;
        this.clock = clock;
    }

    @Override
    public void changed(Optional<State> before, Ticket ticket) {
        if (ticket.state() == State.DELIVERED) {
            boolean output = ticket.ending().map(Ending::destination).filter(Ending.Destination.OUTPUT::equals).isPresent();
            (output ? outputs : others).incrementAndGet();
        }
    }

    /** Says how it stands, while something is on its way, or was since the last time. */
    public void say() {
        Map<State, Integer> now = tickets.byState();
        int all = now.values().stream().mapToInt(Integer::intValue).sum();
        long delivered = outputs.getAndSet(0);
        long without = others.getAndSet(0);
        if (all == 0 && delivered + without == 0) {
            return;
        }
        List<String> steps = new ArrayList<>();
        count(steps, now.getOrDefault(State.CLAIMED, 0), "to be submitted");
        count(steps, now.getOrDefault(State.SUBMITTING, 0), "being submitted");
        count(steps, now.getOrDefault(State.SUBMITTED, 0), "waiting for their runs" + tickets.longestWaiting()
                .map(since -> ", the longest for " + words(Duration.between(since, clock.instant()))).orElse(""));
        count(steps, now.getOrDefault(State.ENDED, 0) + now.getOrDefault(State.DELIVERED, 0), "being delivered");
        LOG.info("{} on their way{}; since the last summary {} outputs and {} reports were delivered", all,
                steps.isEmpty() ? "" : ": " + String.join("; ", steps), delivered, without);
    }

    private static void count(List<String> steps, int count, String what) {
        if (count > 0) {
            steps.add(count + " " + what);
        }
    }

    private static String words(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 120 ? seconds + " s" : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
