package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * What is known of messages whose tickets have left the archive: that they were delivered. A small file each,
 * {@code archive/.known/<two digits>/<ticket>}, so that the same message, a repeated HTTP request or a file that still lies
 * at its endpoint is not run again.
 */
public final class KnownMessages {
    private static final String FOLDER = ".known";
    private static final int SHARD = "message-".length();
    /** How many folders they lie in. */
    public static final int SHARDS = 256;
    private static final String POSTED = "posted";
    private static final String OTHER = "delivered";
    private final Path archive;
    private final Durability durability;

    KnownMessages(Path archive, Durability durability) {
        this.archive = archive;
        this.durability = durability;
    }

    private Path folder(TicketName ticket) {
        return Contained.child(archive.resolve(FOLDER), ticket.text().substring(SHARD, SHARD + 2));
    }

    private Path file(TicketName ticket) {
        return Contained.child(folder(ticket), ticket.text());
    }

    /** @throws UncheckedIOException if that cannot be told: it must not be taken for a new one then */
    boolean holds(TicketName ticket) {
        try {
            return Files.readAttributes(file(ticket), BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param ticket a ticket's name
     * @return whether it is known, and came by HTTP
     */
    public boolean wasPosted(TicketName ticket) {
        try {
            return TicketNames.isOfMessage(ticket) && Files.readString(file(ticket)).equals(POSTED);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes down that a message was delivered, before its ticket's folder goes.
     *
     * @param ticket its ticket
     * @param posted whether it came by HTTP
     * @param now    from when on it is known
     * @throws IOException          if the disk says no
     * @throws UncheckedIOException the same
     */
    public void keep(TicketName ticket, boolean posted, Instant now) throws IOException {
        Path file = file(ticket);
        if (!Files.isDirectory(file.getParent())) {
            Path all = Directories.make(archive.resolve(FOLDER));
            Directories.make(file.getParent());
            durability.sync(archive);
            durability.sync(all);
        }
        durability.write(file, (posted ? POSTED : OTHER).getBytes(StandardCharsets.US_ASCII));
        Files.setLastModifiedTime(file, FileTime.from(now));
    }

    /**
     * Forgets what was known for long enough, in one of the folders.
     *
     * @param shard  which, from 0 to {@link #SHARDS} - 1
     * @param before what is known since before this time is forgotten
     * @return how many were forgotten
     * @throws IOException if the disk says no
     */
    public int forget(int shard, Instant before) throws IOException {
        int forgotten = 0;
        Path folder = Contained.child(archive.resolve(FOLDER), String.format("%02x", shard));
        try (DirectoryStream<Path> known = Files.newDirectoryStream(folder)) {
            for (Path one : known) {
                if (Files.getLastModifiedTime(one).toInstant().isBefore(before)) {
                    Files.deleteIfExists(one);
                    forgotten++;
                }
            }
        } catch (NoSuchFileException e) {
            return forgotten;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return forgotten;
    }
}
