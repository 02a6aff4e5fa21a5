package io.camelnextmv.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A ticket in its folder: {@code ticket.json}, and {@code ticket.copy} beside it. The copy is what a ticket that cannot be
 * read is rebuilt from: which application, which run, how it ended cannot be guessed from an input. It is written first,
 * so it is never behind, and without waiting for the disk, as it is needed only where the ticket itself is damaged.
 */
final class TicketRecord {
    static final String FILE = "ticket.json";
    static final String COPY = "ticket.copy";
    private static final String UNREADABLE = "ticket.json.unreadable";
    private final ObjectMapper mapper;

    TicketRecord(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * @throws TicketUnreadable                  if what is there is no ticket of that name
     * @throws TicketOfLaterVersion              if this version does not know its form
     * @throws java.nio.file.NoSuchFileException if nothing is there
     */
    Ticket read(Path folder, TicketName id) throws IOException {
        return read(folder.resolve(FILE), Files.readAllBytes(folder.resolve(FILE)), id);
    }

    /**
     * @throws TicketUnreadable     if they are no ticket of that name
     * @throws TicketOfLaterVersion if this version does not know its form
     */
    Ticket read(byte[] bytes, TicketName id) throws TicketUnreadable, TicketOfLaterVersion {
        return read(Path.of(FILE), bytes, id);
    }

    private Ticket read(Path file, byte[] bytes, TicketName id) throws TicketUnreadable, TicketOfLaterVersion {
        Ticket ticket;
        try {
            mustBeKnown(bytes);
            ticket = mapper.readValue(bytes, Ticket.class);
        } catch (JsonProcessingException e) {
            throw new TicketUnreadable(file.getFileName() + " is no ticket: " + e.getOriginalMessage(), e);
        } catch (TicketOfLaterVersion e) {
            throw e;
        } catch (IOException e) {
            throw new TicketUnreadable(file.getFileName() + " is no ticket: " + e.getMessage(), e);
        }
        if (ticket == null || !ticket.id().equals(id)) {
            throw new TicketUnreadable(file.getFileName() + (ticket == null ? " holds null" : " belongs to " + ticket.id()),
                    null);
        }
        return ticket;
    }

    /** Before anything else is read of it: what a later version means by the other fields is not known here. */
    private void mustBeKnown(byte[] bytes) throws IOException {
        try (JsonParser json = mapper.getFactory().createParser(bytes)) {
            Optional<JsonToken> value = find(json, "format");
            if (value.isPresent()) {
                mustBeKnown(json, value.get());
            }
        }
    }

    /** The value of the first field of that name, where the parser stands then. */
    private static Optional<JsonToken> find(JsonParser json, String field) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals(field);
            JsonToken value = json.nextToken();
            if (found) {
                return Optional.ofNullable(value);
            }
            json.skipChildren();
        }
        return Optional.empty();
    }

    /** A number of any size, or what is no number: no version up to this one has written that. */
    private static void mustBeKnown(JsonParser json, JsonToken value) throws IOException {
        boolean known = value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_NUMBER_INT
                && json.getBigIntegerValue().compareTo(BigInteger.valueOf(Ticket.FORMAT)) <= 0;
        if (!known) {
            throw new TicketOfLaterVersion(value.isStructStart() ? "no number" : json.getText());
        }
    }

    /** Whether what is there says that it is in a state, without reading more of it. */
    boolean says(Path folder, Ticket.State state) {
        try (JsonParser json = mapper.getFactory().createParser(Files.readAllBytes(folder.resolve(FILE)))) {
            return find(json, "state").filter(token -> token == JsonToken.VALUE_STRING).isPresent()
                    && json.getText().equals(state.name());
        } catch (IOException e) {
            return false;
        }
    }

    String text(Ticket ticket) throws JsonProcessingException {
        return mapper.writeValueAsString(ticket);
    }

    void write(Path folder, Ticket ticket, Durability durability) throws IOException {
        byte[] bytes = mapper.writeValueAsBytes(ticket);
        if (ticket.state() != Ticket.State.SUBMITTING) {
            // A copy from before a request counts as one that may have been sent.
            overwrite(folder.resolve(COPY), bytes);
        }
        durability.write(folder.resolve(FILE), bytes);
    }

    /**
     * A file that is made empty first is sent to the disk by some file systems as soon as it is closed, which costs ten times as
     * much: what is too long is cut off behind. A death in between leaves a copy that cannot be read, beside a ticket that can.
     */
    private static void overwrite(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (channel.size() > bytes.length) {
                channel.truncate(bytes.length);
            }
        }
    }

    /** What the copy tells of a ticket: what may have been sent is in doubt. Empty where it cannot be read either. */
    Optional<Ticket> copy(Path folder, TicketName id) throws IOException {
        Path file = folder.resolve(COPY);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Ticket copy = read(file, Files.readAllBytes(file), id);
            return Optional.of(copy.state() == Ticket.State.CLAIMED ? copy.submitting(copy.claimedAt()) : copy);
        } catch (TicketUnreadable e) {
            return Optional.empty();
        }
    }

    /** What could not be read is kept for whoever wants to know. */
    void keepUnreadable(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.isRegularFile(file)) {
            Files.copy(file, folder.resolve(UNREADABLE), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
