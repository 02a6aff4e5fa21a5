package io.camelnextmv.failure;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of each ticket have met so far. It lies beside the ticket, so that neither a restart nor another gateway
 * begins anew.
 */
public final class FaultCounts {
    private static final String FILE = "faults.json";
    private static final TypeReference<EnumMap<ServiceStep, Attempts>> TYPE = new TypeReference<>() {
    };
    private final TicketStore tickets;
    private final ObjectMapper mapper;

    /**
     * @param tickets the tickets
     * @param mapper  writes and reads what counts
     */
    public FaultCounts(TicketStore tickets, ObjectMapper mapper) {
        this.tickets = tickets;
        this.mapper = mapper;
    }

    /** What is unreadable is none. */
    Map<ServiceStep, Attempts> of(TicketName ticket) {
        try {
            Optional<byte[]> there = tickets.folder(ticket).read(FILE);
            Map<ServiceStep, Attempts> met = there.isEmpty() ? null : mapper.readValue(there.get(), TYPE);
            return met == null ? new EnumMap<>(ServiceStep.class) : met;
        } catch (IOException e) {
            return new EnumMap<>(ServiceStep.class);
        }
    }

    Attempts of(TicketName ticket, ServiceStep step) {
        return of(ticket).getOrDefault(step, Attempts.NONE);
    }

    void put(TicketName ticket, ServiceStep step, Attempts attempts) {
        Map<ServiceStep, Attempts> met = of(ticket);
        met.put(step, attempts);
        write(ticket, met);
    }

    void forget(TicketName ticket, ServiceStep step) {
        if (tickets.folder(ticket).has(FILE)) {
            Map<ServiceStep, Attempts> met = of(ticket);
            if (met.remove(step) != null) {
                write(ticket, met);
            }
        }
    }

    void forgetAll(TicketName ticket) {
        write(ticket, Map.of());
    }

    private void write(TicketName ticket, Map<ServiceStep, Attempts> met) {
        try {
            if (!met.isEmpty()) {
                tickets.folder(ticket).note(FILE, mapper.writeValueAsBytes(met));
            } else {
                tickets.folder(ticket).forget(FILE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
