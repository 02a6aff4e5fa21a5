package io.camelnextmv.failure;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.CircuitBreakers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.LastUsed;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What all tickets of an application meet at a step; at the delivery of answers, those whose answers go the same way. It
 * shows whether it is the service that fails, or one ticket that it fails at. Safe for many threads.
 */
public final class OtherTickets {
    /** So many different tickets: then it is not one of them that the service fails at. */
    static final int SUSPECT = 3;
    /** Who has not failed for so long does not fail any more, or has ended. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final int MOST = 1000;
    private final TicketStore tickets;
    private final Accounts accounts;
    /** By the step and what it is made for: an application of any name, or a kind of endpoint. */
    private final Map<String, Company> companies = new LastUsed<>(MOST);

    /** What is known of a step of all of them. */
    private static final class Company {
        private Instant passed = Instant.EPOCH;
        private final Map<TicketName, Instant> failing = new HashMap<>();
    }

    /**
     * @param tickets  the tickets
     * @param accounts whether anything gets through to their API and their object storage
     */
    public OtherTickets(TicketStore tickets, Accounts accounts) {
        this.tickets = tickets;
        this.accounts = accounts;
    }

    /** A ticket at a step; of an answer, the endpoint to which it goes. */
    record At(TicketName ticket, ServiceStep step, String to) {
    }

    private Company companyOf(At at) {
        String of = at.step() == ServiceStep.ANSWER ? at.to().replaceFirst(":.*", "")
                : tickets.read(at.ticket()).target();
        synchronized (companies) {
            return companies.computeIfAbsent(at.step() + " " + of, name -> new Company());
        }
    }

    /** The ticket got through. */
    void passed(At at, Instant now) {
        Company company = companyOf(at);
        synchronized (company) {
            company.passed = now;
            company.failing.clear();
        }
    }

    /** The ticket has failed again: whether the time since then counts. */
    boolean gotThroughSince(At at, Fault fault, Instant since, Instant now) {
        Company company = companyOf(at);
        boolean alone;
        synchronized (company) {
            company.failing.put(at.ticket(), now);
            if (company.passed.isAfter(since)) {
                return true;
            }
            company.failing.values().removeIf(last -> last.plus(FORGOTTEN).isBefore(now));
            alone = company.failing.size() < SUSPECT;
        }
        CircuitBreakers services = accounts.of(tickets.read(at.ticket()).plan().account()).services();
        CircuitBreaker service = fault.isOfStorage() ? services.storage() : services.api();
        // No other answers for an endpoint; and a right that was taken away was taken from all of an application.
        return at.step() != ServiceStep.ANSWER && (alone || fault.kind() == Fault.Kind.FORBIDDEN) && service.isClosed()
                && service.lastSuccess().isAfter(since);
    }
}
