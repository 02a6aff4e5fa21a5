package io.camelnextmv.posted;

import io.camelnextmv.payload.Packing;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The tickets that came by HTTP, on their way and in the archive; nobody sees others here. */
public final class KeptRuns {
    private final TicketReader open;
    private final TicketReader done;
    private final Function<Ticket, Path> kept;
    private final Packing packing;
    private final Predicate<TicketName> removed;

    /**
     * @param open    the tickets on their way
     * @param done    those in the archive
     * @param kept    where the answer of one of those is
     * @param packing packs outputs of many files
     * @param removed whether a ticket came by HTTP, was delivered, and has left the archive
     */
    public KeptRuns(TicketReader open, TicketReader done, Function<Ticket, Path> kept, Packing packing,
            Predicate<TicketName> removed) {
        this.open = open;
        this.done = done;
        this.kept = kept;
        this.packing = packing;
        this.removed = removed;
    }

    /** A ticket that somebody asks for, and whether it is in the archive with all that belongs to it. */
    record Found(Ticket ticket, boolean done) {
    }

    /** It may be on its way from the one to the other. */
    Optional<Found> find(String name) {
        return open.find(name).map(ticket -> new Found(ticket, false))
                .or(() -> done.find(name).map(ticket -> new Found(ticket, true)))
                .or(() -> open.find(name).map(ticket -> new Found(ticket, false)))
                .filter(found -> found.ticket().plan().received().flatMap(MessageOrigin::kept).orElse(false));
    }

    /** Whether it came by HTTP and was kept for as long as the archive keeps things. */
    boolean isRemoved(String name) {
        return TicketName.isOne(name) && removed.test(new TicketName(name));
    }

    /**
     * @return the file of an output or a report; of many files a gzipped tar; empty where it is not in the archive any more
     */
    synchronized Optional<Path> answer(Ticket ticket) throws IOException {
        Path answer = kept.apply(ticket);
        if (!Files.isDirectory(answer)) {
            return Optional.of(answer).filter(Files::isRegularFile);
        }
        Path packed = Contained.sibling(answer, answer.getFileName() + ".tar.gz");
        if (!Files.exists(packed)) {
            Path part = Contained.sibling(answer, packed.getFileName() + ".part");
            packing.folder(answer, part);
            Files.move(part, packed, StandardCopyOption.ATOMIC_MOVE);
        }
        return Optional.of(packed);
    }
}
