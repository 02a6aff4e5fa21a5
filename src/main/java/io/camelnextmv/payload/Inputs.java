package io.camelnextmv.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Tracked;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * What is sent of a claimed input: whether it can be, whether in the request itself or by an upload, and its bytes. JSON
 * and texts are sent as they are; of all else a gzipped tar is sent, which is packed first where the input is none.
 */
public final class Inputs {
    private static final String PACKED = "packed.tar.gz";
    /** In bytes; however it is written in the request, it does not become as large as what is uploaded. */
    private static final int SMALL = 64 * 1024;
    private final TicketStore tickets;
    private final ObjectMapper mapper;
    private final RunFields fields;
    private final Tarball tarball;
    private final Packing packing;

    /**
     * @param tickets the tickets
     * @param tarball how much an archive may hold
     * @param mapper  writes the requests
     */
    public Inputs(TicketStore tickets, Tarball tarball, ObjectMapper mapper) {
        this.tickets = tickets;
        this.mapper = mapper;
        this.fields = new RunFields(mapper);
        this.tarball = tarball;
        this.packing = new Packing(tarball);
    }

    /**
     * What an input is: as it was asked for, or by its name.
     *
     * @param ticket its ticket
     * @return its format
     */
    public Format formatOf(Ticket ticket) {
        Optional<Tracked> tracked = ticket.plan().spec().tracked();
        if (tracked.isPresent()) {
            return ticket.plan().spec().inputFormat().orElse(formatOf(tracked.get().input()));
        }
        boolean json = ticket.plan().spec().inputId().isPresent()
                || ticket.file().toLowerCase(Locale.ROOT).endsWith(".json") && !isFolder(ticket);
        return ticket.plan().spec().inputFormat().orElse(json ? Format.JSON : Format.MULTI_FILE);
    }

    /** What a single file of a tracked run is, by its name. */
    private static Format formatOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") ? Format.JSON : isTarball(lower) ? Format.MULTI_FILE : Format.TEXT;
    }

    private boolean isFolder(Ticket ticket) {
        return Files.isDirectory(tickets.input(ticket));
    }

    /**
     * Checks that an input can be sent, and packs it where it must be packed, without sending anything.
     *
     * @param ticket its ticket
     * @throws NotAnInput  if it cannot; the message is a sentence
     * @throws IOException if it cannot be read
     */
    public void check(Ticket ticket) throws NotAnInput, IOException {
        // It was none in the inbox a moment ago; but whoever may write there may be quick.
        if (Files.isSymbolicLink(tickets.input(ticket))) {
            throw NotAnInput.as(Rejections::link);
        }
        if (ticket.plan().uploadId().isPresent() || ticket.plan().spec().inputId().isPresent()) {
            return;
        }
        if (ticket.plan().spec().tracked().isPresent()) {
            checkTracked(ticket, ticket.plan().spec().tracked().get());
            return;
        }
        Format format = formatOf(ticket);
        if (!isFolder(ticket) && Files.size(tickets.input(ticket)) == 0) {
            throw NotAnInput.unfinished(Rejections::emptyFile);
        }
        if (format.isArchive()) {
            checkArchive(ticket);
        } else if (isFolder(ticket)) {
            throw NotAnInput.as(now -> Rejections.folderAsOneFile(format, now));
        } else {
            limit(Files.size(tickets.input(ticket)));
        }
        if (format == Format.JSON) {
            JsonInput.check(tickets.input(ticket));
        }
    }

    private void checkTracked(Ticket ticket, Tracked tracked) throws NotAnInput, IOException {
        for (String name : tracked.files()) {
            Path file = Contained.below(tickets.input(ticket), name);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw NotAnInput.as(now -> Rejections.trackedFileMissing(ticket.file(), name, now));
            }
            limit(Files.size(file));
        }
    }

    private void checkArchive(Ticket ticket) throws NotAnInput, IOException {
        try {
            if (isTarball(ticket)) {
                limit(Files.size(tickets.input(ticket)));
                tarball.check(tickets.input(ticket));
            } else {
                pack(ticket);
                limit(Files.size(packed(ticket)));
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (EOFException e) {
            throw NotAnInput.unfinished(Rejections::brokenArchive);
        } catch (BadArchive e) {
            throw NotAnInput.as(now -> Rejections.unusableFiles(e.getMessage(), now));
        }
    }

    private void pack(Ticket ticket) throws IOException {
        Path target = packed(ticket);
        if (Files.exists(target)) {
            return;
        }
        Path part = target.resolveSibling(PACKED + ".part");
        Directories.make(part.getParent());
        Path input = tickets.input(ticket);
        if (!isZip(ticket) || isFolder(ticket)) {
            // Sizes first: what is too much is not to be found out by packing it.
            packing.check(input);
        }
        if (isFolder(ticket)) {
            packing.folder(input, part);
        } else if (isZip(ticket)) {
            packing.zip(input, part);
        } else {
            packing.file(input, part);
        }
        // Not settled: what a power cut takes away is packed again.
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isTarball(Ticket ticket) {
        return isTarball(ticket.file().toLowerCase(Locale.ROOT)) && !isFolder(ticket);
    }

    private static boolean isTarball(String lower) {
        return lower.endsWith(".tar.gz") || lower.endsWith(".tgz");
    }

    private static boolean isZip(Ticket ticket) {
        return ticket.file().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private Path packed(Ticket ticket) {
        return tickets.out(ticket.id()).resolve(PACKED);
    }

    private static void limit(long size) throws NotAnInput {
        if (size > Limits.UPLOAD) {
            throw NotAnInput.as(now -> Rejections.inputTooLarge(size, Limits.words(Limits.UPLOAD), now));
        }
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
        if (formatOf(ticket) != Format.JSON || ticket.plan().spec().tracked().isPresent()) {
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
                    && ticket.plan().uploadId().isEmpty() && tickets.sidecarsOf(ticket.id()).isEmpty()
                    && ticket.plan().spec().tracked().isEmpty() && formatOf(ticket) == Format.JSON
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
        Format format = formatOf(ticket);
        Optional<Tracked> tracked = ticket.plan().spec().tracked();
        if (tracked.isPresent()) {
            Path file = Contained.below(input, next(ticket).orElse(tracked.get().input()));
            return new FileBody(file, 0, Files.size(file));
        }
        if (format == Format.JSON) {
            JsonInput json = JsonInput.in(input);
            return new FileBody(input, json.start(), json.end());
        }
        Path sent = format.isArchive() && !isTarball(ticket) ? packed(ticket) : input;
        return new FileBody(sent, 0, Files.size(sent));
    }

    /**
     * The upload is finished: what was packed for it is not needed any more.
     *
     * @param ticket its ticket
     * @throws IOException if the disk says no
     */
    public void uploaded(Ticket ticket) throws IOException {
        Files.deleteIfExists(packed(ticket));
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
            ObjectNode node = fields.of(ticket, formatOf(ticket)).put("upload_id", ticket.plan().uploadId().get());
            ticket.plan().spec().tracked().ifPresent(tracked -> fields.track(node, tracked, ticket.plan().more(),
                    tracked.output().map(Inputs::formatOf)));
            return small(node);
        }
        if (ticket.plan().spec().inputId().isPresent()) {
            return small(fields.of(ticket, formatOf(ticket)).put("input_id", ticket.plan().spec().inputId().get()));
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
