package io.camelnextmv.limits;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Holds tickets, and no threads, in the order in which they come, until there is room for the first of them. One that shall
 * be canceled need not wait until then.
 */
public final class Line extends AsyncProcessorSupport {
    private final Consumer<TicketName> room;
    private final Consumer<TicketName> leave;
    private final Executor threads;
    private final WakeUps wakeUps;
    private final Map<TicketName, Waiting> waiting = new LinkedHashMap<>();
    /** One thread asks for room, for one after the other, and none while nobody waits. */
    private final ThreadPoolExecutor first = new ThreadPoolExecutor(0, 1, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            work -> {
                Thread thread = new Thread(work, "nextmv-line");
                thread.setDaemon(true);
                return thread;
            });
    private boolean lettingGo;

    private record Waiting(Exchange exchange, AsyncCallback callback) {
    }

    /**
     * @param room    takes room for a ticket; does not come back before there is some, but throws at a stop
     * @param leave   gives it back
     * @param threads where they go on; it must refuse nobody
     * @param wakeUps who does not wait here
     */
    public Line(Consumer<TicketName> room, Consumer<TicketName> leave, Executor threads, WakeUps wakeUps) {
        this.room = room;
        this.leave = leave;
        this.threads = threads;
        this.wakeUps = wakeUps;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        TicketName ticket = exchange.getProperty(Slots.TICKET, TicketName.class);
        synchronized (this) {
            if (!lettingGo) {
                waiting.put(ticket, new Waiting(exchange, callback));
                first.execute(this::next);
                if (wakeUps.heard(ticket)) {
                    wake(ticket);
                }
                return false;
            }
        }
        exchange.setException(stopping());
        callback.done(true);
        return true;
    }

    private static Fault stopping() {
        return new Fault(Kind.PAUSED, 0, "the process stops", Optional.of(Duration.ZERO));
    }

    private void next() {
        Optional<TicketName> head = head();
        if (head.isEmpty()) {
            // As many as were woken have left.
            return;
        }
        TicketName ticket = head.get();
        Optional<RuntimeException> stopped = Optional.empty();
        try {
            room.accept(ticket);
        } catch (RuntimeException e) {
            stopped = Optional.of(e);
        }
        Optional<Waiting> who = taken(ticket);
        if (who.isEmpty()) {
            // It was woken while it waited for room.
            leave.accept(ticket);
            return;
        }
        stopped.ifPresent(who.get().exchange()::setException);
        threads.execute(() -> who.get().callback().done(false));
    }

    private synchronized Optional<TicketName> head() {
        return waiting.keySet().stream().findFirst();
    }

    private synchronized Optional<Waiting> taken(TicketName ticket) {
        return Optional.ofNullable(waiting.remove(ticket));
    }

    /**
     * A ticket goes on without room: somebody wants it canceled.
     *
     * @param ticket the ticket's name
     * @return whether it waited here
     */
    public boolean wake(TicketName ticket) {
        Optional<Waiting> who = taken(ticket);
        who.ifPresent(woken -> wakeUps.goOn(() -> woken.callback().done(false)));
        return who.isPresent();
    }

    /** @return how many wait */
    public synchronized int size() {
        return waiting.size();
    }

    /** At a stop: nobody waits any more. */
    public void letGo() {
        List<Waiting> all;
        synchronized (this) {
            lettingGo = true;
            all = List.copyOf(waiting.values());
            waiting.clear();
        }
        for (Waiting who : all) {
            who.exchange().setException(stopping());
            who.callback().done(false);
        }
    }
}
