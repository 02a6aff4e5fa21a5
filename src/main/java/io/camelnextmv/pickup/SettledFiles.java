package io.camelnextmv.pickup;

import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Sidecars;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
    /** Of so many names it is said once why they are left; a flood of them must not fill the heap. */
    private static final int TOLD = 1000;
    /** What Java puts in the place of bytes that are no letters in its locale. */
    private static final char UNREADABLE = '\uFFFD';
    /** In the locale "C" Java cannot name a file whose name is not ASCII: nothing can be done with it but to say so. */
    private static final String LOCALE = "its name cannot be read in this process's locale ("
            + System.getProperty("sun.jnu.encoding") + "). Start the gateway with LC_ALL=C.UTF-8, or rename the file";
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
        if (name.startsWith(".") || name.endsWith(".tmp") || name.endsWith(".part") || Sidecars.isOne(name) && !isAnInput(file)
                || FolderInput.isMarker(name) && FolderInput.of(file.getFile().toPath()).isEmpty()) {
            return false;
        }
        // A time ahead of ours comes from another machine's clock: it must not keep the file out for ever.
        return Math.abs(clock.millis() - file.getLastModified()) >= settle.toMillis() && canBeTaken(file);
    }

    /** Of what says how an input is run: whether it is all there is. What can never be found beside one is told of. */
    private boolean isAnInput(GenericFile<File> file) {
        if (!Sidecars.isFound(file.getFileNameOnly())) {
            tell(file.getFileNameOnly(), "it is found beside an input only if it is called .nextmv.yaml, .nextmv.yml or"
                    + " .nextmv.json, without a mix of small and capital letters. Rename it");
            return false;
        }
        return canBeTaken(file) && Sidecars.standsAlone(file.getFile().toPath());
    }

    /**
     * A link would lead elsewhere, or nowhere, from a ticket's folder, and whoever opens a pipe may wait for ever: such
     * things are left where they are, and so is what this process cannot name.
     */
    private boolean canBeTaken(GenericFile<File> file) {
        String name = file.getFileNameOnly();
        try {
            if (isFile(file.getFile().toPath())) {
                if (Files.isReadable(file.getFile().toPath())) {
                    return true;
                }
                tell(name, "it may not be read. Let the gateway's user read it");
                return false;
            }
            tell(name, "it is a link or a device. Drop the file itself");
        } catch (NoSuchFileException e) {
            if (name.indexOf(UNREADABLE) < 0) {
                // Taken away meanwhile: whoever claims it finds that out.
                return true;
            }
            tell(name, LOCALE);
        } catch (InvalidPathException e) {
            tell(name, LOCALE);
        } catch (IOException e) {
            tell(name, e.toString());
        }
        return false;
    }

    private static boolean isFile(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile();
    }

    private void tell(String name, String why) {
        if (told.size() < TOLD && told.add(name)) {
            LOG.warn("{} stays in the inbox: {}.", name, why);
        }
    }
}
