package io.camelnextmv.pickup;

import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * How many inputs lie in an inbox, for whoever wants to see it: files that are neither ignored nor the sidecar of another one.
 *
 * @param count  how many
 * @param more   whether there are more, which were not counted
 * @param oldest when the oldest was last changed
 */
public record InboxCount(int count, boolean more, Optional<Instant> oldest) {
    /** None. */
    public static final InboxCount NONE = new InboxCount(0, false, Optional.empty());

    /**
     * Counts them; nothing of it is kept in memory.
     *
     * @param inbox   the folder
     * @param ignored the names that are left there
     * @param most    so many are counted at most
     * @return how many there are
     * @throws IOException if there is no such folder, or it cannot be read
     */
    public static InboxCount of(Path inbox, IgnoredNames ignored, int most) throws IOException {
        InboxCount counted = NONE;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox, "[!.]*")) {
            for (Path file : files) {
                Optional<Instant> changed = ignored.has(file.getFileName().toString()) ? Optional.empty() : changed(file);
                if (changed.isPresent() && counted.count() == most) {
                    return new InboxCount(most, true, counted.oldest());
                }
                counted = changed.isPresent() ? counted.and(new InboxCount(1, false, changed)) : counted;
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return counted;
    }

    /**
     * @param other what lies in another inbox
     * @return what lies in both
     */
    public InboxCount and(InboxCount other) {
        Optional<Instant> first = oldest.filter(since -> other.oldest().filter(since::isAfter).isEmpty()).or(other::oldest);
        return new InboxCount(count + other.count(), more || other.more(), first);
    }

    /** Empty for what is no input, or gone. */
    private static Optional<Instant> changed(Path file) {
        boolean beside = Sidecars.inputOf(file.getFileName().toString())
                .filter(input -> Files.exists(Contained.sibling(file, input), LinkOption.NOFOLLOW_LINKS)).isPresent();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return beside || !attributes.isRegularFile() ? Optional.empty()
                    : Optional.of(attributes.lastModifiedTime().toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
