package io.camelnextmv.pickup;

import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Sidecars;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets pass the files that nobody is writing any more: whose last change is older than the settle time. It does not
 * watch files one by one, so a burst of them does not wait for one another.
 */
public final class SettledFiles implements GenericFileFilter<File> {
    private static final Logger LOG = LoggerFactory.getLogger(SettledFiles.class);
    /** Of so many names it is said once that they cannot be read; a flood of them must not fill the heap. */
    private static final int TOLD = 1000;
    private final Duration settle;
    private final Clock clock;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * @param settle how long a file must not have changed
     * @param clock  the time
     */
    public SettledFiles(Duration settle, Clock clock) {
        this.settle = settle;
        this.clock = clock;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        if (file.isDirectory()) {
            return false;
        }
        String name = file.getFileNameOnly().toLowerCase(Locale.ROOT);
        if (name.startsWith(".") || name.endsWith(".tmp") || name.endsWith(".part") || Sidecars.isOne(name) && !Sidecars.standsAlone(file.getFile().toPath())
                || FolderInput.isMarker(name) && FolderInput.of(file.getFile().toPath()).isEmpty()) {
            return false;
        }
        // A time ahead of ours comes from another machine's clock: it must not keep the file out for ever.
        return Math.abs(clock.millis() - file.getLastModified()) >= settle.toMillis() && hasReadableName(file);
    }

    /** In the locale "C" Java cannot name a file whose name is not ASCII: nothing can be done with it but to say so. */
    private boolean hasReadableName(GenericFile<File> file) {
        try {
            file.getFile().toPath();
            return true;
        } catch (InvalidPathException e) {
            if (told.size() < TOLD && told.add(file.getFileNameOnly())) {
                LOG.warn("{} stays in the inbox: its name cannot be read in this process's locale ({}). Start the"
                        + " gateway with LC_ALL=C.UTF-8.", file.getFileNameOnly(),
                        System.getProperty("sun.jnu.encoding"));
            }
            return false;
        }
    }
}
