package io.camelnextmv.ticket;

import java.util.Optional;

/**
 * What a message brought beside its input.
 *
 * @param messageId     what makes it one and the same when it is delivered again; empty: each delivery is a new one
 * @param correlationId by which whoever sent it knows its answer
 * @param replyTo       where the answer shall go, by the name that the broker knows it by
 * @param claimCheck    where its input was fetched from, when it was not its body
 * @param key           the key of its record, or a correlation id that is no text: its bytes, in base64
 * @param inbox         the inbox that it has named, by whose settings it is run
 * @param kept          whether its answer stays with its ticket, for whoever asks for it
 */
public record MessageOrigin(Optional<String> messageId, Optional<String> correlationId, Optional<String> replyTo,
        Optional<String> claimCheck, Optional<String> key, Optional<String> inbox, Optional<Boolean> kept) {
    /** Of a caller who says nothing of the kind. */
    public static final MessageOrigin NOTHING = new MessageOrigin(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Absent is empty: a ticket of an earlier version knows less. */
    public MessageOrigin {
        messageId = messageId == null ? Optional.empty() : messageId;
        correlationId = correlationId == null ? Optional.empty() : correlationId;
        replyTo = replyTo == null ? Optional.empty() : replyTo;
        claimCheck = claimCheck == null ? Optional.empty() : claimCheck;
        key = key == null ? Optional.empty() : key;
        inbox = inbox == null ? Optional.empty() : inbox;
        kept = kept == null ? Optional.empty() : kept;
    }
}
