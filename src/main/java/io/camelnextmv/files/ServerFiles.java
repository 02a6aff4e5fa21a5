package io.camelnextmv.files;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;

/** Fetches single files from a server by an endpoint such as SFTP, to the disk, and leaves them there where they lie. */
public final class ServerFiles {
    /** What is fetched is not changed there; one try, which says what it met. */
    private static final String OPTIONS = "noop=true&idempotent=false&autoCreate=false&disconnect=true"
            + "&throwExceptionOnConnectFailed=true&maximumReconnectAttempts=0";
    private final CamelContext context;
    private final Supplier<Path> fetched;
    private final long most;

    /**
     * @param context makes endpoints
     * @param fetched makes the folder where files lie until they are read
     * @param most    how many bytes a file may have
     */
    public ServerFiles(CamelContext context, Supplier<Path> fetched, long most) {
        this.context = context;
        this.fetched = fetched;
        this.most = most;
    }

    /** A file is larger than one may be: nothing of it was fetched. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param folder  the endpoint of a folder, without options
     * @param options its options; none: empty
     * @param name    the name of a file in it, of letters, digits, dots, dashes and underlines
     * @return its bytes, which are removed from our disk when that is closed; empty if there is no such file
     * @throws TooLarge    if it is larger than one may be
     * @throws IOException if the server cannot be reached or fails, or our disk says no
     */
    public Optional<InputStream> open(String folder, String options, String name) throws IOException {
        Path aside = Files.createTempDirectory(fetched.get(), "claim-");
        try {
            String given = options.isEmpty() ? "" : options + "&";
            Optional<InputStream> input = fetch(folder + "?" + given + OPTIONS + "&fileName=" + name
                    + "&localWorkDirectory=" + aside, name).map(file -> removedWhenClosed(file, aside));
            if (input.isEmpty()) {
                delete(aside);
            }
            return input;
        } catch (Exception e) {
            delete(aside);
            throw e instanceof IOException known ? known : new IOException(e);
        }
    }

    private Optional<InputStream> fetch(String uri, String name) throws Exception {
        GenericFileEndpoint<?> endpoint = context.getEndpoint(uri, GenericFileEndpoint.class);
        boolean[] large = new boolean[1];
        bound(endpoint, name, large);
        PollingConsumer consumer = endpoint.createPollingConsumer();
        try {
            consumer.start();
            Exchange found = consumer.receiveNoWait();
            if (large[0]) {
                throw new TooLarge();
            }
            File file = found == null ? null : found.getMessage().getBody(File.class);
            return file == null ? Optional.empty() : Optional.of(Files.newInputStream(file.toPath()));
        } finally {
            consumer.stop();
            context.removeEndpoint(endpoint);
        }
    }

    private <T> void bound(GenericFileEndpoint<T> endpoint, String name, boolean[] large) {
        endpoint.setFilter((GenericFile<T> file) -> {
            boolean fits = file.isDirectory() || file.getFileLength() <= most;
            large[0] |= !fits && file.getFileNameOnly().equals(name);
            return fits && FileEndpoints.isContained(file);
        });
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static InputStream removedWhenClosed(InputStream file, Path aside) {
        return new FilterInputStream(file) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return in.read(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                super.close();
                delete(aside);
            }
        };
    }
}
