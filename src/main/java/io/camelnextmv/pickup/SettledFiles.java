package io.camelnextmv.pickup;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.Directories;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the inboxes that nobody is writing any more, the oldest first, as long as there is room for them.
 *
 * <p>A look through an inbox costs what its files cost, some microseconds each. So an inbox is looked through for a fifth
 * of the time at most, unless all that was found is taken: one with 300,000 files every few seconds, one with a few files
 * whenever it is asked for; where no name has come or gone meanwhile, for a fiftieth. In between only what the last look has
 * kept is looked at.
 */
public final class SettledFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SettledFiles.class);
    /** So that a stop does not wait for long. */
    private static final int AT_ONCE = 200;
    /** For so many times as long as a look took there is no other one. */
    private static final int REST = 4;
    /** The same where the folder is as it was: what has stayed there may have become an input all the same. */
    private static final int LONG_REST = 49;
    private static final Duration TOLD_AGAIN = Duration.ofHours(1);
    private final Duration settle;
    private final IgnoredNames ignored;
    private final Admission admission;
    private final LongSupplier nanos;
    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();

    /**
     * @param settle  how long a file must not have changed
     * @param ignored the names of files that are left
     * @param admission    whether there is room
     * @param nanos   the time in nanoseconds, of a clock that does not jump
     */
    public SettledFiles(Duration settle, IgnoredNames ignored, Admission admission, LongSupplier nanos) {
        this.settle = settle;
        this.ignored = ignored;
        this.admission = admission;
        this.nanos = nanos;
    }

    /**
     * The files of an inbox that can be taken now. There is no next one as soon as there is no room: a younger file does
     * not overtake an older one that was left.
     *
     * @param folder  the inbox
     * @param account whose inbox it is; null for the main account
     * @return the files, or the markers of folders, the oldest first; none while the inbox cannot be looked into
     */
    public Iterator<File> oldestFirst(@Body String folder, @ExchangeProperty(Slots.ACCOUNT) String account) {
        Inbox inbox = inboxes.computeIfAbsent(folder, name -> new Inbox(Path.of(name), account));
        if (admission.isOpen(account)) {
            inbox.lookIfItIsTime();
        }
        return inbox.files();
    }

    /**
     * Looks into an inbox while the routes are still made: what lies there at a start has settled the sooner. Nothing is
     * taken; that an inbox cannot be looked into is left to its route to tell.
     *
     * @param folder  the inbox
     * @param account whose inbox it is
     */
    public void lookAhead(Path folder, String account) {
        inboxes.computeIfAbsent(folder.toString(), name -> new Inbox(folder, account)).lookAhead();
    }

    /**
     * Asked before a look, which costs more.
     *
     * @param folder an inbox
     * @return whether a look could find something: not where nothing lay there at the last two times, and nothing does now
     */
    public boolean mayBeIn(Path folder) {
        Inbox inbox = inboxes.get(folder.toString());
        return inbox == null || inbox.mayHoldSome();
    }

    /** One inbox. A ticket that cannot be read at once is handed on by another thread than the one that looks. */
    private final class Inbox {
        private final Path folder;
        private final String account;
        private final InboxScanner scanner;
        private Deque<FoundFile> found = new ArrayDeque<>();
        private boolean handedOut;
        private long nextLook;
        private long nextAnyway;
        private Optional<FileTime> changed = Optional.empty();
        private boolean empty;
        private boolean away;
        private long toldAt;

        Inbox(Path folder, String account) {
            this.folder = folder;
            this.account = account;
            this.scanner = new InboxScanner(folder, settle, ignored, nanos);
            this.nextLook = nanos.getAsLong();
            this.nextAnyway = nextLook;
        }

        synchronized void lookIfItIsTime() {
            long began = nanos.getAsLong();
            try {
                boolean due = began - nextLook >= 0 && (began - nextAnyway >= 0 || hasChanged());
                if (!due && found.isEmpty()) {
                    found = new ArrayDeque<>(scanner.again());
                    due = handedOut && scanner.isUsedUp();
                }
                if (due) {
                    look(began);
                }
            } catch (IOException e) {
                found = new ArrayDeque<>();
                nextAnyway = began;
                notThere(e, began);
            }
        }

        synchronized void lookAhead() {
            try {
                // Where another inbox kept this thread for long, the route has looked itself.
                if (changed.isEmpty()) {
                    look(nanos.getAsLong());
                }
            } catch (IOException | RuntimeException e) {
                LOG.debug("The inbox {} cannot be looked into ahead of its route", folder, e);
            }
        }

        private void look(long began) throws IOException {
            // In this order: what comes during the look makes another one due.
            changed = Optional.of(Files.getLastModifiedTime(folder));
            found = new ArrayDeque<>(scanner.scan());
            handedOut = false;
            long now = nanos.getAsLong();
            nextLook = now + REST * (now - began);
            nextAnyway = now + LONG_REST * (now - began);
            thereAgain();
        }

        private boolean hasChanged() throws IOException {
            return changed.filter(Files.getLastModifiedTime(folder)::equals).isEmpty();
        }

        /** The first look at an empty inbox is made: what is known of what lay there is forgotten. */
        synchronized boolean mayHoldSome() {
            boolean wasEmpty = empty;
            empty = !away && found.isEmpty() && scanner.isUsedUp() && Directories.isEmpty(folder);
            return !(wasEmpty && empty);
        }

        private void notThere(IOException why, long now) {
            if (!away || now - toldAt >= TOLD_AGAIN.toNanos()) {
                LOG.warn("The inbox {} cannot be looked into: {}. Nothing is taken from it until it can; nothing that"
                        + " lies in it is lost", folder, why.toString());
                toldAt = now;
            }
            away = true;
        }

        private void thereAgain() {
            if (away) {
                LOG.info("The inbox {} can be looked into again", folder);
                away = false;
            }
        }

        private synchronized Optional<FoundFile> next() {
            while (!found.isEmpty()) {
                FoundFile next = found.remove();
                if (scanner.isUnchanged(next)) {
                    return Optional.of(next);
                }
            }
            return Optional.empty();
        }

        private synchronized void giveBack(FoundFile notTaken) {
            found.addFirst(notTaken);
        }

        private synchronized File handOut(FoundFile taken) {
            handedOut = true;
            return taken.file().toFile();
        }

        Iterator<File> files() {
            return new Iterator<>() {
                private int left = AT_ONCE;
                private Optional<FoundFile> next = Optional.empty();

                @Override
                public boolean hasNext() {
                    boolean room = left > 0 && admission.isOpen(account);
                    if (room && next.isEmpty()) {
                        next = Inbox.this.next();
                    } else if (!room && next.isPresent()) {
                        giveBack(next.get());
                        next = Optional.empty();
                    }
                    return next.isPresent();
                }

                @Override
                public File next() {
                    // Not asked again whether there is room: who was told that there is one gets it.
                    FoundFile given = next.orElseThrow(NoSuchElementException::new);
                    next = Optional.empty();
                    left--;
                    return handOut(given);
                }
            };
        }
    }
}
