package io.camelnextmv.deliver;

import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers that hold no output which can be delivered: each is believed when it has come again, and then is the end. */
final class UnusableOutputs {
    private final TicketStore tickets;
    private final Repeats repeats;
    private final long most;

    /** @param most how many bytes an output may have */
    UnusableOutputs(TicketStore tickets, Repeats repeats, long most) {
        this.tickets = tickets;
        this.repeats = repeats;
        this.most = most;
    }

    /** A usable answer came. */
    void forget(TicketName id, String question) {
        repeats.forget(id, question);
    }

    /** @param size how many bytes it has, which are more than may be */
    void aboveSetting(Ticket ticket, long size) {
        tickets.write(ticket.corrected(Endings.outputAboveSetting(size, Limits.words(most), Outputs.ending(ticket))));
    }

    /**
     * A download has more bytes than may be.
     *
     * @throws UnreadableAnswer where that has not come often enough: it is asked for once more
     */
    void tooLarge(Ticket ticket, UnreadableAnswer why) {
        if (!repeats.areEnough(ticket.id(), Outputs.OUTPUT, String.valueOf(why.getMessage()))) {
            throw new UnreadableAnswer(why.getMessage() + ": it is asked for once more", why);
        }
        aboveSetting(ticket, Outputs.ending(ticket).outputSize());
    }

    /**
     * An answer that cannot be used is kept when it is believed.
     *
     * @param question what was asked for
     * @param answer   where it lies
     * @throws UnreadableAnswer where it has not come often enough: it is fetched once more
     */
    void distrust(Ticket ticket, String question, Path answer, String why) {
        try {
            long size = Files.size(answer);
            if (!repeats.areEnough(ticket.id(), question, answer)) {
                // Of the answer with the address only what may be shown lies there.
                throw new UnreadableAnswer("the " + (question.equals(Outputs.ADDRESS) ? "answer"
                        : (question.equals(Outputs.RESULT) ? "result" : Outputs.OUTPUT) + " of " + size + " bytes")
                        + " cannot be used, " + why + ": it is fetched once more");
            }
            TicketFolder folder = tickets.folder(ticket.id());
            folder.sync(answer);
            folder.move(answer, folder.file(Outputs.BAD));
            tickets.write(ticket.corrected(Endings.unusableOutput(why, kept(folder), Outputs.ending(ticket))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kept(TicketFolder folder) {
        return folder.archived(Outputs.BAD).map(file -> "in the archive: " + file).orElse("with the run: see console_url");
    }
}
