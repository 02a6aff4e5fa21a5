package io.camelnextmv.pickup;

import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lets pass the files that nobody is writing any more: whose last change is older than the settle time. It remembers
 * nothing, so a burst of files does not wait for one another.
 */
public final class SettledFiles implements GenericFileFilter<File> {
    private final Duration settle;
    private final Clock clock;

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
        if (name.startsWith(".") || name.endsWith(".tmp") || name.endsWith(".part")) {
            return false;
        }
        // A time ahead of ours comes from another machine's clock: it must not keep the file out for ever.
        return Math.abs(clock.millis() - file.getLastModified()) >= settle.toMillis();
    }
}
