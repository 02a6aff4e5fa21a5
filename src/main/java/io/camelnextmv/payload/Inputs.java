package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Tracked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * What is sent of a claimed input: whether it can be, whether in the request itself or by an upload, and its bytes. JSON
 * and texts are sent as they are; of all else a gzipped tar is sent, which is packed first where the input is none.
 */
public final class Inputs {
    /** In bytes; however it is written in the request, it does not become as large as what is uploaded. */
    private static final int SMALL = 64 * 1024;
    private final TicketStore tickets;
    private final ObjectMapper mapper;
    private final RunFields fields;
    private final InputKind kind;
    private final PackedInput packed;
    private final InputRules rules;

    /**
     * @param tickets the tickets
     * @param tarball how much an archive may hold
     * @param limits  how much may be sent
     * @param mapper  writes the requests
     */
    public Inputs(TicketStore tickets, Tarball tarball, Limits limits, ObjectMapper mapper) {
        this.tickets = tickets;
        this.mapper = mapper;
        this.fields = new RunFields(mapper);
        this.kind = new InputKind(tickets);
        this.packed = new PackedInput(tickets, kind, new Packing(tarball, limits.unpacked()));
        this.rules = new InputRules(tickets, kind, tarball, packed, limits);
    }

    /**
     * Checks that an input can be sent, and packs it where it must be packed, without sending anything.
     *
     * @param ticket its ticket
     * @throws NotAnInput  if it cannot; the message is a sentence
     * @throws IOException if it cannot be read
     */
    public void check(Ticket ticket) throws NotAnInput, IOException {
        rules.check(ticket);
    }

    /**
     * Whether the input must be uploaded, because it is more than the API carries, or not JSON.
     *
     * @param ticket its ticket
     * @return whether it must
     * @throws IOException if it cannot be read
     */
    public boolean isUploaded(Ticket ticket) throws IOException {
        if (ticket.plan().spec().inputId().isPresent()) {
            return false;
        }
        if (kind.formatOf(ticket) != Format.JSON || ticket.plan().spec().tracked().isPresent()) {
            return true;
        }
        return inline(ticket, JsonInput.in(tickets.input(ticket))).getContentLength() > Limits.INLINE;
    }

    /**
     * @param ticket its ticket, claimed
     * @return whether it is certain, before its input is looked at, that all that is sent of it is one request
     */
    public boolean isOneRequest(Ticket ticket) {
        try {
            // What lies elsewhere may be another file by then.
            return ticket.plan().received().flatMap(MessageOrigin::claimCheck).isEmpty()
                    && ticket.plan().uploadId().isEmpty() && tickets.folder(ticket.id()).sidecars().isEmpty()
                    && ticket.plan().spec().tracked().isEmpty() && kind.formatOf(ticket) == Format.JSON
                    && Files.size(tickets.input(ticket)) <= SMALL;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The file of a tracked run that is to be uploaded behind its input.
     *
     * @param ticket its ticket
     * @return its name; empty while the input itself is to be uploaded, or when all are
     */
    public Optional<String> next(Ticket ticket) {
        if (ticket.plan().uploadId().isEmpty()) {
            return Optional.empty();
        }
        return ticket.plan().spec().tracked().flatMap(tracked -> tracked.files().stream().skip(1)
                .filter(name -> !ticket.plan().more().containsKey(name)).findFirst());
    }

    /**
     * The file to upload.
     *
     * @param ticket its ticket
     * @return its bytes, to be read from the disk
     * @throws IOException if it cannot be read
     */
    public FileBody upload(Ticket ticket) throws IOException {
        Path input = tickets.input(ticket);
        Format format = kind.formatOf(ticket);
        Optional<Tracked> tracked = ticket.plan().spec().tracked();
        if (tracked.isPresent()) {
            Path file = Contained.below(input, next(ticket).orElse(tracked.get().input()));
            return new FileBody(file, 0, Files.size(file));
        }
        if (format == Format.JSON) {
            JsonInput json = JsonInput.in(input);
            return new FileBody(input, json.start(), json.end());
        }
        Path sent = format.isArchive() && !kind.isTarball(ticket) ? packed.of(ticket) : input;
        return new FileBody(sent, 0, Files.size(sent));
    }

    /**
     * The upload is finished: what was packed for it is not needed any more.
     *
     * @param ticket its ticket
     * @throws IOException if the disk says no
     */
    public void uploaded(Ticket ticket) throws IOException {
        packed.delete(ticket);
    }

    /**
     * The request that starts the run.
     *
     * @param ticket its ticket
     * @return the request's body: with the upload's id or that of a managed input where there is one, with the input
     *         otherwise
     * @throws NotAnInput  if the input is not what it was when it was checked
     * @throws IOException if it cannot be read
     */
    public HttpEntity request(Ticket ticket) throws NotAnInput, IOException {
        if (ticket.plan().uploadId().isPresent()) {
            ObjectNode node = fields.of(ticket, kind.formatOf(ticket)).put("upload_id", ticket.plan().uploadId().get());
            ticket.plan().spec().tracked().ifPresent(tracked -> fields.track(node, tracked, ticket.plan().more(),
                    tracked.output().map(InputKind::formatOf)));
            return small(node);
        }
        if (ticket.plan().spec().inputId().isPresent()) {
            return small(fields.of(ticket, kind.formatOf(ticket)).put("input_id", ticket.plan().spec().inputId().get()));
        }
        return inline(ticket, JsonInput.check(tickets.input(ticket)));
    }

    private RunRequest inline(Ticket ticket, JsonInput json) {
        return new RunRequest(fields.of(ticket, Format.JSON), tickets.input(ticket), json, mapper);
    }

    private HttpEntity small(Object fields) throws JsonProcessingException {
        return new ByteArrayEntity(mapper.writeValueAsBytes(fields), ContentType.APPLICATION_JSON);
    }
}
