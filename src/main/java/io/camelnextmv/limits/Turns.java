package io.camelnextmv.limits;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Holds an exchange, and no thread, until its turn comes to send a request; what it asks for tells of which limits. One
 * whose turn there is goes on at once, on its own thread. The others go on on threads of ours, so that neither the timers of the
 * checks nor those who deliver are held up by them, and only so many at the same time.
 */
public final class Turns extends AsyncProcessorSupport {
    private static final Duration LONG = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final Budget budget;
    private final OnTheirWay onTheirWay;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Map<Turn, Waiting> waiting = new HashMap<>();
    private final Map<TicketName, Turn> ofTickets = new HashMap<>();
    private final WakeUps wakeUps;
    private final BriefWait briefWait;
    private final NextLook nextLook;
    private Resting resting = Resting.UNTOLD;
    private Optional<LongWait> longWait = Optional.empty();
    private boolean lettingGo;

    private record Waiting(Exchange exchange, AsyncCallback callback, Optional<TicketName> ticket, long since) {
    }

    /** Is told by whoever waits for long that it does. */
    public interface LongWait {
        /** @param why what is waited for */
        void goesOn(String why);
    }

    /**
     * @param budget  whose turn it is
     * @param atOnce  how many of each line go on at the same time, those that hang not counted
     * @param threads where they go on
     * @param wakeUps who waits for no turn
     */
    public Turns(Budget budget, int atOnce, TurnThreads threads, WakeUps wakeUps) {
        this.budget = budget;
        this.onTheirWay = new OnTheirWay(atOnce, System::nanoTime);
        this.threads = threads.steps();
        this.timer = threads.timer();
        this.wakeUps = wakeUps;
        this.briefWait = new BriefWait(budget);
        this.nextLook = new NextLook(timer, this::look);
    }

    /** @return whose turn it is, and how much is used */
    public Budget budget() {
        return budget;
    }

    /**
     * How much of each limit is used, where others stand in line behind those who wait for the turn to start a run.
     *
     * @param line who stands there
     * @return the figures, for whoever looks
     */
    public List<Usage> usage(Line line) {
        int behind = budget.waiting(Use.RUN) > 0 ? line.size() : 0;
        return budget.usage().stream().map(usage -> Use.RUN.isCountedAs(usage.limit()) ? usage.with(behind) : usage)
                .toList();
    }

    /**
     * To be called before there are requests.
     *
     * @param told is told which tickets wait
     */
    public void tell(Resting told) {
        resting = told;
    }

    /**
     * To be called before there are requests.
     *
     * @param told is told when one waits for longer than a second
     */
    public void tell(LongWait told) {
        longWait = Optional.of(told);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Use use = use((Request) exchange.getMessage().getBody());
        exchange.removeProperty(Slots.TURN);
        Optional<Turn> now = budget.take(use);
        if (now.isPresent()) {
            exchange.setProperty(Slots.TURN, now.get());
            callback.done(true);
            return true;
        }
        if (exchange.getProperty(Slots.STEP) != null) {
            visitor(exchange, use);
            callback.done(true);
            return true;
        }
        return stand(use, new Waiting(exchange, callback,
                Optional.ofNullable(exchange.getProperty(Slots.TICKET, TicketName.class)), System.nanoTime()));
    }

    private static Use use(Request request) {
        return Use.of(request.method(), request.path());
    }

    /** A ticket of a broker, which has no place in a line: its message goes back with a delay. */
    private void visitor(Exchange exchange, Use use) {
        briefWait.turn(use).ifPresentOrElse(turn -> exchange.setProperty(Slots.TURN, turn),
                () -> exchange.setException(notNow(budget.comeBackIn(use))));
    }

    private static Fault notNow(Duration delay) {
        return new Fault(Kind.PAUSED, 0, "it is not this request's turn: the account's limits (nextmv.limit.*)",
                Optional.of(delay));
    }

    private boolean stand(Use use, Waiting who) {
        synchronized (this) {
            if (!lettingGo) {
                who.ticket().ifPresent(resting::begins);
                Turn turn = budget.stand(use);
                waiting.put(turn, who);
                who.ticket().ifPresent(ticket -> ofTickets.put(ticket, turn));
                longWait.ifPresent(told -> timer.schedule(() -> stillWaits(turn, told), LONG.toMillis(),
                        TimeUnit.MILLISECONDS));
                who.ticket().filter(wakeUps::heard).ifPresent(this::wake);
                look();
                return false;
            }
        }
        who.exchange().setException(notNow(Duration.ZERO));
        who.callback().done(true);
        return true;
    }

    private synchronized void stillWaits(Turn turn, LongWait told) {
        if (waiting.containsKey(turn)) {
            told.goesOn(budget.slowed().map(time -> "the service has asked to slow down (429), for "
                    + (time.toSeconds() + 1) + " s more").orElseGet(() -> String.join("; ",
                            budget.usage().stream().map(Usage::sentence).toList())));
        }
    }

    /** Lets those go on whose turn it is, and comes back when the next one's is. */
    private synchronized void look() {
        for (Optional<Turn> due = budget.next(onTheirWay::mayGo); due.isPresent(); due = budget.next(onTheirWay::mayGo)) {
            Turn turn = due.get();
            onTheirWay.begins(turn);
            Waiting who = leave(turn);
            who.exchange().setProperty(Slots.TURN, turn);
            threads.execute(() -> goOn(turn, who));
        }
        Optional<Duration> next = budget.untilNext(onTheirWay::mayGo).or(() -> waiting.isEmpty() ? Optional.empty()
                : Optional.of(LOOK_AGAIN));
        next.ifPresent(nextLook::in);
    }

    private Waiting leave(Turn turn) {
        Waiting who = waiting.remove(turn);
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - who.since());
        Tries.of(who.exchange()).waited(waited);
        who.ticket().ifPresent(ticket -> {
            ofTickets.remove(ticket, turn);
            resting.ends(ticket);
        });
        return who;
    }

    private void goOn(Turn turn, Waiting who) {
        try {
            who.callback().done(false);
        } finally {
            onTheirWay.ends(turn);
            if (budget.waiting() > 0) {
                look();
            }
        }
    }

    /**
     * A ticket goes on without its turn: somebody wants it canceled.
     *
     * @param ticket the ticket's name
     * @return whether it waited for one
     */
    public boolean wake(TicketName ticket) {
        Optional<Waiting> who;
        synchronized (this) {
            who = Optional.ofNullable(ofTickets.get(ticket)).filter(budget::leave).map(this::leave);
        }
        who.ifPresent(woken -> wakeUps.goOn(() -> woken.callback().done(false)));
        return who.isPresent();
    }

    /**
     * A request is sent now; one that has not waited for a turn is counted.
     *
     * @param exchange the exchange that sends it
     * @param request  the request
     */
    public void sent(Exchange exchange, Request request) {
        if (exchange.removeProperty(Slots.TURN) instanceof Turn turn) {
            budget.sent(turn);
        } else {
            budget.count(use(request));
        }
    }

    /** At a stop: nobody waits any more, and what waited is not sent. */
    public void letGo() {
        List<Waiting> all;
        synchronized (this) {
            lettingGo = true;
            nextLook.none();
            List<Turn> turns = List.copyOf(waiting.keySet());
            turns.forEach(budget::leave);
            all = new ArrayList<>(turns.stream().map(this::leave).toList());
        }
        for (Waiting who : all) {
            who.exchange().setException(notNow(Duration.ZERO));
            who.callback().done(false);
        }
    }
}
