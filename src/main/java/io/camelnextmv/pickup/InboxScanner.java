package io.camelnextmv.pickup;

import io.camelnextmv.pickup.LeftFiles.Why;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.FolderInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Looks through one inbox for files that nobody is writing any more: whose size and last change were the same at two
 * looks, at least the settle time apart by a clock of this process that does not jump. All files settle at the same
 * time, so a burst of them does not wait for one another.
 *
 * <p>What a look keeps is bounded: the oldest {@value InboxLook#MOST} files that could be inputs, however many lie
 * there. The next look keeps others when those are taken. Links are not followed.
 */
final class InboxScanner {
    /** An empty file is more likely one that is being made: it must stay empty for so many times the settle time. */
    private static final int EMPTY = 5;
    private final Duration settle;
    private final LongSupplier nanos;
    private final LeftFiles left;
    private final SidecarNames sidecars = new SidecarNames(InboxLook.MOST);
    private final InboxLook look;
    private Map<Path, Sighting> before = Map.of();

    /** How a file looked, and since when it has. */
    private record Sighting(SettlingStamp stamp, long since) {
    }

    /**
     * @param folder  the inbox
     * @param settle  how long a file must not have changed
     * @param ignored the names that are left
     * @param nanos   the time in nanoseconds, of a clock that does not jump
     */
    InboxScanner(Path folder, Duration settle, IgnoredNames ignored, LongSupplier nanos) {
        this.settle = settle;
        this.nanos = nanos;
        this.left = new LeftFiles(folder);
        this.look = new InboxLook(folder, ignored, left, sidecars);
    }

    /**
     * Looks once through the inbox.
     *
     * @return the files that have settled, the oldest first
     * @throws IOException if the inbox cannot be looked into
     */
    List<FoundFile> scan() throws IOException {
        long began = nanos.getAsLong();
        List<FoundFile> settled = settled(look.oldest(began), began);
        left.tell(nanos.getAsLong());
        return settled;
    }

    /**
     * Looks once more at the files only that the last look through the inbox has kept, which costs next to nothing.
     *
     * @return those that have settled, the oldest first
     */
    List<FoundFile> again() {
        long began = nanos.getAsLong();
        List<FoundFile> still = new ArrayList<>();
        for (Path file : before.keySet()) {
            try {
                BasicFileAttributes attributes = SettlingStamp.attributes(file);
                if (attributes.isRegularFile()) {
                    still.add(new FoundFile(file, SettlingStamp.of(attributes, List.of())));
                }
            } catch (IOException e) {
                // Taken, or not to be had: the next look through the inbox tells.
            }
        }
        return settled(still, began);
    }

    /** @return whether the last look has kept nothing that is still there */
    boolean isUsedUp() {
        return before.isEmpty();
    }

    private List<FoundFile> settled(Collection<FoundFile> seen, long began) {
        Map<Path, Sighting> sightings = new HashMap<>();
        List<FoundFile> settled = new ArrayList<>();
        // Not when each was looked at, but when the last one was: the time between two looks is never thought longer
        // than it was.
        long now = nanos.getAsLong();
        for (FoundFile found : seen) {
            // Most have nothing beside them: only where such a name was seen the disk is asked for what there is.
            Optional<FoundFile> whole = withWhatIsBeside(found, sidecars::mayBeBeside, began);
            if (whole.isPresent()) {
                SettlingStamp stamp = whole.get().stamp();
                Sighting last = before.get(found.file());
                long since = last != null && last.stamp().equals(stamp) ? last.since() : now;
                sightings.put(found.file(), new Sighting(stamp, since));
                if (Math.max(0, began - since) >= neededBy(found).toNanos()) {
                    settled.add(whole.get());
                }
            }
        }
        before = sightings;
        settled.sort(FoundFile.OLDEST_FIRST);
        return settled;
    }

    /** The same with the stamps of what belongs to it; empty where it cannot be taken with that. */
    private Optional<FoundFile> withWhatIsBeside(FoundFile found, Predicate<Path> mayHaveSomething, long now) {
        try {
            Path input = FolderInput.of(found.file()).orElse(found.file());
            List<SettlingStamp> beside = new ArrayList<>();
            if (!input.equals(found.file())) {
                beside.add(SettlingStamp.of(SettlingStamp.attributes(input), List.of()));
            }
            if (sidecars.isMisnamedBeside(input)) {
                // The same: it would be run without.
                left.see(found.file().getFileName().toString(), Why.SIDECAR_MISNAMED, now);
                return Optional.empty();
            }
            for (Path sidecar : mayHaveSomething.test(input) ? Sidecars.of(input) : List.<Path>of()) {
                BasicFileAttributes attributes = SettlingStamp.attributes(sidecar);
                // Without it the input would be run in another way than was wanted: so the input waits.
                if (!attributes.isRegularFile() || !Files.isReadable(sidecar)) {
                    left.see(found.file().getFileName().toString(), attributes.isRegularFile()
                            ? Why.SIDECAR_UNREADABLE : Why.SIDECAR_LINK, now);
                    return Optional.empty();
                }
                beside.add(SettlingStamp.of(attributes, List.of()));
            }
            return Optional.of(new FoundFile(found.file(), new SettlingStamp(found.stamp().size(), found.stamp().modified(),
                    List.copyOf(beside))));
        } catch (IOException e) {
            // Taken away, or not to be had: the next look tells.
            return Optional.empty();
        }
    }

    private Duration neededBy(FoundFile found) {
        boolean empty = found.stamp().size() == 0 && !FolderInput.isMarker(found.file().getFileName().toString());
        return empty ? settle.multipliedBy(EMPTY) : settle;
    }

    /**
     * To be asked right before a file is taken: it may have waited for a while.
     *
     * @param found a file that had settled
     * @return whether it is still as it was
     */
    boolean isUnchanged(FoundFile found) {
        try {
            BasicFileAttributes attributes = SettlingStamp.attributes(found.file());
            FoundFile now = new FoundFile(found.file(), SettlingStamp.of(attributes, List.of()));
            return attributes.isRegularFile()
                    && withWhatIsBeside(now, input -> sidecars.mayBeBeside(input) || Sidecars.areBeside(input),
                            nanos.getAsLong()).filter(found::equals).isPresent();
        } catch (IOException e) {
            // Gone, or not to be had: the next look tells.
            return false;
        }
    }
}
