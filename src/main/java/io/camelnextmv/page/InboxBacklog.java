package io.camelnextmv.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How many inputs lie in the inboxes. They are counted a twentieth of the time at most, however many there are. */
final class InboxBacklog {
    private static final int MOST = 100_000;
    private static final int SELDOM = 20;
    private static final Duration AT_LEAST = Duration.ofSeconds(1);
    private final List<Path> inboxes;
    private final IgnoredNames ignored;
    private final LongSupplier nanos;
    private Optional<Counted> last = Optional.empty();
    private long next;

    /**
     * What lies there.
     *
     * @param count  how many
     * @param more   whether there are more, which were not counted
     * @param oldest when the oldest was last changed
     */
    @JsonInclude(Include.NON_ABSENT)
    record Counted(int count, boolean more, Optional<Instant> oldest) {
        static final Counted NONE = new Counted(0, false, Optional.empty());

        Counted with(Instant changed) {
            return new Counted(count + 1, more, Optional.of(oldest.filter(changed::isAfter).orElse(changed)));
        }

        Counted cut() {
            return new Counted(count, true, oldest);
        }
    }

    /**
     * @param inboxes where inputs lie
     * @param ignored names that are left there
     * @param nanos   the time in nanoseconds, of a clock that does not jump
     */
    InboxBacklog(List<Path> inboxes, IgnoredNames ignored, LongSupplier nanos) {
        this.inboxes = List.copyOf(inboxes);
        this.ignored = ignored;
        this.nanos = nanos;
    }

    synchronized Counted now() {
        long began = nanos.getAsLong();
        if (last.isEmpty() || began - next >= 0) {
            Counted counted = Counted.NONE;
            for (Path inbox : inboxes) {
                counted = count(inbox, counted);
            }
            last = Optional.of(counted);
            next = began + Math.max(AT_LEAST.toNanos(), SELDOM * (nanos.getAsLong() - began));
        }
        return last.get();
    }

    private Counted count(Path inbox, Counted before) {
        Counted counted = before;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox, "[!.]*")) {
            for (Path file : files) {
                if (counted.count() >= MOST) {
                    return counted.cut();
                }
                Optional<Instant> changed = ignored.has(file.getFileName().toString()) ? Optional.empty() : changed(file);
                counted = changed.isPresent() ? counted.with(changed.get()) : counted;
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not there, or not to be read: the gateway's own look says so.
            return counted;
        }
        return counted;
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
