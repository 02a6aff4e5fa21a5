package io.camelnextmv.headers;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What one kind of bus calls the things that have headers of ours: there is one for each kind. */
public interface Vendor {
    /**
     * @param exchange a message that was just taken
     * @return whether this bus brought it
     */
    boolean brought(Exchange exchange);

    /**
     * Completes an endpoint that inputs are taken from by what it needs beside what the settings say, which wins.
     *
     * @param endpoint the endpoint, of which nothing is taken yet; any other than one of this bus stays as it is
     * @param fetched  makes the folder where what is fetched lies on the disk until it has a ticket
     */
    default void complete(Endpoint endpoint, Supplier<Path> fetched) {
        // What a broker hands out is whole.
    }

    /**
     * Says by headers of ours what makes a message one and the same, and what its sender wants back. It comes before
     * anything that can fail, and does not fail for what a sender has written.
     *
     * @param exchange a message that this bus brought, as it was taken
     */
    void name(Exchange exchange);

    /**
     * @param endpoint an endpoint
     * @param context  the context that makes it
     * @return whether it is one of this bus
     */
    boolean sends(String endpoint, CamelContext context);

    /**
     * Makes an answer one of this bus.
     *
     * @param endpoint where it goes
     * @param outgoing what it is known by
     * @param answer   the answer, with its headers and its body
     * @return the endpoint, with what this answer needs of it
     */
    Address address(String endpoint, Outgoing outgoing, Message answer);

    /**
     * Says why an endpoint has not taken an answer, where that holds for good.
     *
     * @param thrown one of the exceptions that it threw, without its causes
     * @return empty where it is none of this bus, or says no such thing
     */
    Optional<Refusal> refusal(Throwable thrown);

    /** What is refused for good. */
    enum Refusal {
        /** The message is larger than the endpoint takes. */
        TOO_LARGE,
        /** There is nothing of the name that the message is to go to. */
        NO_SUCH_PLACE,
        /** There is a file of that name already. */
        NAME_TAKEN
    }

    /**
     * Where an answer goes.
     *
     * @param endpoint the endpoint
     * @param report   the name under which its report goes there apart, behind it; empty where that is a header, or none
     */
    record Address(String endpoint, Optional<ReportName> report) {
    }

    /**
     * What an answer is known by.
     *
     * @param ticket        the ticket's name
     * @param correlationId as the request's sender wrote it
     * @param key           the key of the request's record, or a correlation id that is no text
     * @param replyTo       where the request's sender wants it, if it goes there
     * @param name          the name of the file that it becomes where answers are files
     * @param unique        what is put before that name's ending, since the name itself was taken: a run id or a ticket
     */
    record Outgoing(String ticket, Optional<String> correlationId, Optional<byte[]> key, Optional<ReplyTo> replyTo,
            String name, Optional<String> unique) {
    }
}
