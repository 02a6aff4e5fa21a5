package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.payload.JsonText;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A run's logs, in its ticket's folder. */
final class RunLogs {
    private static final String FILE = Extras.LOGS;
    private static final String ANSWER = "logs.json";
    private static final String PART = "logs.part";
    private final TicketStore tickets;
    private final Repeats repeats;

    RunLogs(TicketStore tickets, ObjectMapper mapper) {
        this.tickets = tickets;
        this.repeats = new Repeats(tickets, mapper);
    }

    boolean areThere(TicketName id) {
        return tickets.folder(id).has(FILE);
    }

    /** See {@link Extras#keepLogs}. */
    void keep(TicketName id, InputStream answer) throws IOException {
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

    /** See {@link Extras#withoutLogs}. */
    void without(TicketName id, Exception why) {
        write(id, "The run's logs could not be fetched: " + why.getMessage());
    }

    private void write(TicketName id, String logs) {
        tickets.folder(id).write(FILE, logs.getBytes(StandardCharsets.UTF_8));
    }
}
