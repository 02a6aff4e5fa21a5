package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.payload.JsonText;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** A run's logs, in its ticket's folder. */
public final class RunLogs {
    private static final String FILE = Extras.LOGS;
    private static final String ANSWER = "logs.json";
    private static final String PART = "logs.part";
    private final TicketStore tickets;
    private final Extras.Logs wanted;
    private final Repeats repeats;

    /**
     * @param tickets the tickets
     * @param wanted  of which runs they are wanted
     * @param mapper  notes what cannot be read
     */
    public RunLogs(TicketStore tickets, Extras.Logs wanted, ObjectMapper mapper) {
        this.tickets = tickets;
        this.wanted = wanted;
        this.repeats = new Repeats(tickets, mapper);
    }

    /**
     * @param id the ticket's name
     * @return whether they are wanted and not there yet
     */
    public boolean areMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        boolean bad = ticket.ending().map(Ending::status).filter(List.of("failed", "bad_output")::contains).isPresent();
        boolean wish = wanted == Extras.Logs.ALWAYS || wanted == Extras.Logs.ON_ERROR && bad;
        return wish && Extras.isOpen(ticket) && !tickets.folder(id).has(FILE);
    }

    /**
     * Keeps them, however long they are. What cannot be read however often it comes stays as it came, for the archive.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for them
     * @throws IOException      if the disk says no
     * @throws UnreadableAnswer if it is not what was asked for: to be asked for again
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        TicketFolder folder = tickets.folder(id);
        Path file;
        try {
            file = AnswerFile.to(folder.file(ANSWER), answer);
        } catch (UnreadableAnswer e) {
            // Too large, and that it will be again.
            without(id, e);
            return;
        }
        try {
            Path part = folder.file(PART);
            JsonText.write(file, "log", part);
            repeats.forget(id, FILE);
            folder.sync(part);
            folder.move(part, folder.file(FILE));
            Files.delete(file);
        } catch (UnreadableAnswer e) {
            if (!repeats.areEnough(id, FILE, file)) {
                throw e;
            }
            write(id, "The run's logs cannot be read, " + e.getMessage() + ": what came lies in the archive, in " + id + "/"
                    + ANSWER);
        }
    }

    /**
     * They cannot be had: the ticket goes without them.
     *
     * @param id  the ticket's name
     * @param why what was met
     */
    public void without(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        write(id, "The run's logs could not be fetched: " + why.getMessage());
    }

    private void write(TicketName id, String logs) {
        tickets.folder(id).write(FILE, logs.getBytes(StandardCharsets.UTF_8));
    }
}
