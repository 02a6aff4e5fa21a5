package io.camelnextmv.steer;

import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The tickets that another gateway on the same folders has in its hands. Nobody else can wake them, so it is told by a wish of its
 * own, which names the ticket and which all others leave to it.
 */
public final class OthersTickets {
    private static final byte[] BY_A_GATEWAY = "by a gateway".getBytes(StandardCharsets.US_ASCII);
    private final Predicate<TicketName> ours;
    private final TicketReader reader;
    private final Path wishes;

    /**
     * @param ours   whether a ticket is in the hands of this gateway
     * @param reader tells whether another one has it
     * @param wishes where wishes lie, {@code control/cancel}
     */
    public OthersTickets(Predicate<TicketName> ours, TicketReader reader, Path wishes) {
        this.ours = ours;
        this.reader = reader;
        this.wishes = wishes;
    }

    /** Whether what a wish names is a ticket in the hands of another gateway, which lives. */
    boolean has(String name) {
        return TicketName.isOne(name) && has(new TicketName(name));
    }

    private boolean has(TicketName ticket) {
        return !ours.test(ticket) && reader.isInHands(ticket);
    }

    /** Whether somebody waits for the answer to a wish: not to one of these, nor to one that another gateway has answered. */
    static boolean isAnswerWaitedFor(Path wish) throws IOException {
        try (InputStream in = Files.newInputStream(wish)) {
            return !Arrays.equals(in.readNBytes(BY_A_GATEWAY.length + 1), BY_A_GATEWAY);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * A ticket shall be canceled, and that is on the disk: where another gateway has it, that is told.
     *
     * @param ticket its name
     * @throws UncheckedIOException if the disk says no
     */
    void tell(TicketName ticket) {
        if (has(ticket)) {
            try {
                Files.write(Contained.child(wishes, ticket.text()), BY_A_GATEWAY, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                // It was told already.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
