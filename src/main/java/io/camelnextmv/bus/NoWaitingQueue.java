package io.camelnextmv.bus;

import io.camelnextmv.ticket.TicketName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Message;

/** In the place of a broker of which there is no client: no ticket waits in it, so nobody asks. */
final class NoWaitingQueue implements WaitingQueue {
    @Override
    public int deliveries(Message message) {
        throw missing();
    }

    @Override
    public Optional<Instant> sentAt(Message message) {
        throw missing();
    }

    @Override
    public int priority(Message message) {
        throw missing();
    }

    @Override
    public void hold(Message message, int priority, Optional<Instant> due) {
        throw missing();
    }

    @Override
    public boolean setApart(TicketName ticket, Path input) {
        throw missing();
    }

    @Override
    public boolean takeBack(TicketName ticket, Path file) {
        throw missing();
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("tickets cannot wait in a broker: there is no client of JMS on the class path");
    }
}
