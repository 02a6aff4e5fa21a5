package io.camelnextmv.files;

import io.camelnextmv.ticket.Contained;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileComponent;
import org.apache.camel.component.file.GenericFileEndpoint;

/** The endpoints that are folders, and what one that inputs are taken from needs beside what the settings say. */
public final class FileEndpoints {
    /** How many files may be taken before it is looked again whether there is room. */
    private static final int AT_ONCE = 10;

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
     * @param fetched  makes the folder where files of a server lie until they have a ticket; asked where it is needed
     */
    public static void complete(Endpoint endpoint, Supplier<Path> fetched) {
        if (!(endpoint instanceof GenericFileEndpoint<?> files)) {
            return;
        }
        if (files.getMaxMessagesPerPoll() == 0) {
            files.setMaxMessagesPerPoll(AT_ONCE);
            files.setEagerMaxMessagesPerPoll(false);
            files.setGreedy(true);
        }
        if (!endpoint.getEndpointUri().startsWith("file:") && files.getLocalWorkDirectory() == null) {
            files.setLocalWorkDirectory(fetched.get().toString());
        }
        contain(files);
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
