package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Transfer;
import io.camelnextmv.cloud.UploadUrl;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.payload.FileBody;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings inputs that are too large for a request into the object storage. Each attempt asks for an address of its own,
 * so one that has expired is never used twice; a finished upload is written down and not repeated.
 */
public final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final int TOO_LARGE = 413;
    private final TicketStore tickets;
    private final Inputs inputs;
    private final Rejection rejection;
    private final SubmitSlots slots;

    /**
     * @param tickets   the tickets
     * @param inputs    what is sent
     * @param rejection ends what cannot become a run
     * @param slots     how many at the same time
     */
    public Uploads(TicketStore tickets, Inputs inputs, Rejection rejection, SubmitSlots slots) {
        this.tickets = tickets;
        this.inputs = inputs;
        this.rejection = rejection;
        this.slots = slots;
    }

    /**
     * An upload begins: it may take its time, and keeps its slot.
     *
     * @param id the ticket's name
     */
    public void begin(@ExchangeProperty(Slots.TICKET) TicketName id) {
        slots.keep(id);
    }

    /**
     * Whether an input must be uploaded, and was not yet.
     *
     * @param id the ticket's name
     * @return whether it must
     * @throws IOException if it cannot be read
     */
    public boolean areNeeded(@ExchangeProperty(Slots.TICKET) TicketName id) throws IOException {
        Ticket ticket = tickets.read(id);
        return ticket.state() == Ticket.State.CLAIMED && ticket.plan().uploadId().isEmpty()
                && inputs.isUploaded(ticket) || isTracked(ticket) && inputs.next(ticket).isPresent();
    }

    private static boolean isTracked(Ticket ticket) {
        return ticket.state() == Ticket.State.CLAIMED && ticket.plan().spec().tracked().isPresent();
    }

    /**
     * An upload that is on its way.
     *
     * @param id       names it when the run is started
     * @param content  the file's bytes, to be read from the disk
     * @param transfer sends them
     */
    public record Started(String id, FileBody content, Transfer transfer) {
    }

    /**
     * There is an address to upload to.
     *
     * @param id     the ticket's name
     * @param answer what the service answered
     * @return the upload
     * @throws IOException if the file cannot be read
     */
    public Started started(@ExchangeProperty(Slots.TICKET) TicketName id, @Body UploadUrl answer) throws IOException {
        FileBody content = inputs.upload(tickets.read(id));
        return new Started(answer.uploadId(), content, Transfer.put(answer.uploadUrl(), content));
    }

    /**
     * @param upload the upload
     * @return sends the file
     */
    public Transfer transfer(@ExchangeProperty(Slots.FILE) Started upload) {
        return upload.transfer();
    }

    /**
     * The upload is finished.
     *
     * @param id     the ticket's name
     * @param upload what was sent
     * @return the ticket with its upload
     * @throws NotYet if the file has changed meanwhile
     * @throws IOException if it cannot be read
     */
    public Ticket finished(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.FILE) Started upload) throws IOException {
        FileBody sent = upload.content();
        Ticket ticket = tickets.read(id);
        if (inputs.upload(ticket).getContentLength() != sent.getContentLength()) {
            throw new NotYet(ticket.file() + " changed while it was uploaded", LOOK_AGAIN);
        }
        LOG.info("{}: {} is uploaded ({} bytes in {} ms)", id, ticket.file(), sent.getContentLength(),
                sent.sentIn().toMillis());
        RunPlan plan = inputs.next(ticket).map(file -> ticket.plan().uploaded(file, upload.id()))
                .orElseGet(() -> ticket.plan().uploaded(upload.id()));
        Ticket written = tickets.write(ticket.with(plan));
        inputs.uploaded(written);
        return written;
    }

    /**
     * The upload has failed for too long.
     *
     * @param id    the ticket's name
     * @param tries how long, and what it met
     * @param fault what it met at last
     * @return the ticket, ended
     */
    public Ticket givenUp(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.TRIES) Tries tries,
            @ExchangeProperty(Slots.CAUGHT) Exception fault) {
        slots.leave(id);
        return rejection.of(tickets.read(id),
                now -> Endings.uploadGivenUp(tries.givenUp(), String.valueOf(fault.getMessage()), now));
    }

    /**
     * The upload did not end as it should.
     *
     * @param id    the ticket's name
     * @param fault what it met
     * @return the ticket, ended, when the storage refused the input
     * @throws Exception the same in all other cases, to be tried again
     */
    public Ticket failed(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception fault)
            throws Exception {
        slots.leave(id);
        if (fault instanceof Fault known && known.kind() == Kind.NOT_FOUND) {
            return rejection.unknown(tickets.read(id), known);
        }
        if (fault instanceof Fault known && known.kind() == Kind.REQUEST && known.status() == TOO_LARGE) {
            return rejection.of(tickets.read(id),
                    now -> Rejections.inputTooLargeForTheStorage(known.getMessage(), now));
        }
        throw fault;
    }
}
