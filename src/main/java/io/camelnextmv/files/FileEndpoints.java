package io.camelnextmv.files;

import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileComponent;
import org.apache.camel.component.file.GenericFileEndpoint;

/** The endpoints that are folders, and what one that inputs are taken from needs beside what the settings say. */
public final class FileEndpoints {
    /** How many files may be taken before it is looked again whether there is room. */
    private static final int AT_ONCE = 10;
    /** Nobody else reads what is not an input yet. */
    private static final FileAttribute<Set<PosixFilePermission>> OURS = PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------"));

    private FileEndpoints() {
    }

    /**
     * @param endpoint an endpoint
     * @param context  whose it is
     * @return whether it is a folder, here or on a server
     */
    public static boolean isOne(String endpoint, CamelContext context) {
        int colon = endpoint.indexOf(':');
        return colon > 0 && context.getComponent(endpoint.substring(0, colon)) instanceof GenericFileComponent;
    }

    /**
     * Completes an endpoint that inputs are taken from: few files at once; from a server to the disk, not into memory; and
     * no file whose name leads elsewhere, whatever a server says. What the settings say wins.
     *
     * @param endpoint the endpoint, of which nothing is taken yet; any other than one of files stays as it is
     * @param fetched  where files of a server lie until they have a ticket; it is made where it is needed, for us alone
     * @throws UncheckedIOException if it cannot be made
     */
    public static void complete(Endpoint endpoint, Path fetched) {
        if (!(endpoint instanceof GenericFileEndpoint<?> files)) {
            return;
        }
        if (files.getMaxMessagesPerPoll() == 0) {
            files.setMaxMessagesPerPoll(AT_ONCE);
            files.setEagerMaxMessagesPerPoll(false);
            files.setGreedy(true);
        }
        if (!endpoint.getEndpointUri().startsWith("file:") && files.getLocalWorkDirectory() == null) {
            files.setLocalWorkDirectory(made(fetched).toString());
        }
        contain(files);
    }

    private static Path made(Path fetched) {
        try {
            return Files.isDirectory(fetched) ? fetched : Files.createDirectory(fetched, OURS);
        } catch (UnsupportedOperationException e) {
            // A file system without such rights: the component makes it.
            return fetched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> void contain(GenericFileEndpoint<T> files) {
        if (files.getFilter() == null) {
            files.setFilter(FileEndpoints::isContained);
        }
    }

    /** @return whether a file that a server names lies in the folder that was asked for */
    static boolean isContained(GenericFile<?> file) {
        return Arrays.stream(file.getRelativeFilePath().replace('\\', '/').split("/", -1)).allMatch(Contained::isName)
                && Contained.isName(file.getFileNameOnly());
    }
}
