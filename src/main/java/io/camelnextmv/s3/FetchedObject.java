package io.camelnextmv.s3;

import io.camelnextmv.store.TicketNames;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An object on its way from a bucket to its ticket: a file, whatever its size, that goes with its exchange. */
final class FetchedObject {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedObject.class);

    private FetchedObject() {
    }

    /** @throws UncheckedIOException if it breaks off, or our disk says no */
    static void take(Exchange exchange, Path fetched, String id) {
        if (!(exchange.getMessage().getBody() instanceof InputStream object)) {
            return;
        }
        // The same one has the same name, so that what a process leaves that dies here is written over.
        Path file = Contained.child(fetched, TicketNames.ofMessage(id).text());
        try (object) {
            Files.createDirectories(fetched);
            exchange.getExchangeExtension().addOnCompletion(new Removed(file));
            Files.copy(object, file, StandardCopyOption.REPLACE_EXISTING);
            exchange.getMessage().setBody(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Removed extends SynchronizationAdapter {
        private final Path file;

        Removed(Path file) {
            this.file = file;
        }

        @Override
        public void onDone(Exchange done) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} was fetched, and cannot be removed: {}", file, e.toString());
            }
        }
    }
}
