package io.camelnextmv.pickup;

import io.camelnextmv.headers.HeaderText;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.ticket.Inbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The inboxes by whose settings messages are run: the one that a message names, or else that of all messages. */
public final class MessageInboxes {
    private final Inbox unnamed;
    private final List<Inbox> named;
    private final Admission admission;

    /**
     * @param unnamed   of messages that name none
     * @param named     those that can be named
     * @param admission learns whose messages are taken
     */
    public MessageInboxes(Inbox unnamed, List<Inbox> named, Admission admission) {
        this.unnamed = unnamed;
        this.named = List.copyOf(named);
        this.admission = admission;
    }

    /**
     * @throws IllegalArgumentException if there is no inbox of the name in the headers
     */
    Inbox of(Map<String, Object> headers) {
        return HeaderText.of(headers, NextmvHeaders.INBOX).map(name -> named.stream()
                .filter(inbox -> inbox.asked().filter(name::equals).isPresent()).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the header " + NextmvHeaders.INBOX + " names an inbox that"
                        + " this gateway does not have: " + name))).orElse(unnamed);
    }

    /** Of a message that is refused: nothing is sent for it. */
    Inbox unnamed() {
        return unnamed;
    }

    /** A message has its ticket. */
    void taken(Inbox inbox) {
        admission.taken(inbox.account());
    }

    /** Which one a message has named, for who sends it back. */
    static Optional<String> name(Map<String, Object> headers) {
        return HeaderText.ifItCanBe(headers, NextmvHeaders.INBOX).map(String::strip).filter(name -> !name.isEmpty());
    }
}
