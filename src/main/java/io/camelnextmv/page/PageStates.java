package io.camelnextmv.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.pickup.InboxCount;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Puts together what the page is told: bounded, whatever is on its way, and made one at a time, however many look. Where one
 * hangs, since a folder's server does, the others go away: their threads are those that the health is told by.
 */
final class PageStates {
    /** So long somebody waits for another's, in ms. */
    private static final long LONGEST_WAIT = 1000;
    private final ReentrantLock one = new ReentrantLock();
    private final WatchedGateway gateway;
    private final WatchedTickets tickets;
    private final Supplier<InboxCount> inbox;
    private final ReturnedInputs errors;
    private final Optional<String> control;
    private final ObjectMapper mapper;

    /**
     * @param gateway how the gateway is
     * @param tickets what is on its way, and what was delivered
     * @param inbox   what lies in the inboxes
     * @param errors  what came back
     * @param control what is needed to cancel and retry; empty where that is not allowed
     * @param mapper  writes it
     */
    PageStates(WatchedGateway gateway, WatchedTickets tickets, Supplier<InboxCount> inbox,
            ReturnedInputs errors, Optional<String> control, ObjectMapper mapper) {
        this.gateway = gateway;
        this.tickets = tickets;
        this.inbox = inbox;
        this.errors = errors;
        this.control = control;
        this.mapper = mapper;
    }

    /**
     * What somebody is told.
     *
     * @param json    the page's state
     * @param version changes when it does
     */
    record Told(byte[] json, String version) {
    }

    /** Empty where another one hangs. */
    Optional<Told> told(Question question) throws JsonProcessingException {
        if (!isOurTurn()) {
            return Optional.empty();
        }
        try {
            byte[] json = mapper.writeValueAsString(state(question)).getBytes(StandardCharsets.UTF_8);
            return Optional.of(new Told(json, version(json)));
        } finally {
            one.unlock();
        }
    }

    private boolean isOurTurn() {
        try {
            return one.tryLock(LONGEST_WAIT, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    PageState state(Question question) {
        ReturnedInputs.Found found = errors.now();
        return new PageState(gateway.itself(), gateway.ways(), gateway.notes(), gateway.limits(), gateway.kept(),
                inbox.get(), tickets.onTheWay(question), new PageState.Delivered(tickets.count(),
                        tickets.delivered().stream().filter(row -> question.wants(row::has)).toList()),
                new PageState.Errors(found.count(), found.rows().stream().filter(row -> question.wants(row::has)).toList()),
                tickets.minutes(), control);
    }

    /** Of what is told and not of when: what has not changed is not sent again. */
    static String version(byte[] bytes) {
        try {
            return '"' + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
