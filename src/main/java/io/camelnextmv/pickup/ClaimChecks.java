package io.camelnextmv.pickup;

import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.files.ServerFiles;
import io.camelnextmv.headers.NextmvHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches an input that a message points to instead of carrying it. Whoever may send a message must not be able to read
 * any file of this machine, or to have any address asked for: only what lies under the places that the settings name is
 * fetched, redirects are not followed, and no key is sent.
 */
public final class ClaimChecks {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimChecks.class);
    private static final int OK = 200;
    /** Names that mean nothing to anybody: no way up, no expression, no option. */
    private static final Pattern PLAIN = Pattern.compile("([\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*/)*"
            + "[\\p{L}\\p{N}_-][\\p{L}\\p{N}._-]*");
    /** A part of a path that some server takes for one or two dots: there are those that drop a parameter, or blanks. */
    private static final Pattern WAY_UP = Pattern.compile("(^|[/\\\\])[\\s\\p{Cntrl}]*[.][.]?([/\\\\;\\s\\p{Cntrl}]|$)");
    private final List<String> allowed;
    private final long most;
    private final HttpClient client;
    private final ServerFiles servers;
    private final StoreEndpoints stores;

    /**
     * @param allowed folders, beginnings of addresses, and endpoints; none: nothing is fetched
     * @param most    how many bytes an input may have
     * @param client  sends requests, follows no redirects, and bounds the answers in size and time
     * @param servers fetches files from servers by endpoints
     * @param context makes all other endpoints
     */
    public ClaimChecks(List<String> allowed, long most, HttpClient client, ServerFiles servers, CamelContext context) {
        this.allowed = List.copyOf(allowed);
        this.most = most;
        this.client = client;
        this.servers = servers;
        this.stores = new StoreEndpoints(this.allowed.stream().filter(ClaimChecks::isStore).toList(), context);
    }

    /**
     * Opens what a message points to.
     *
     * @param where a path, an http(s) address, or an endpoint without options, a slash and a name
     * @return its bytes, no more than an input may have; reading more, or from a connection that breaks, throws as this does
     * @throws IllegalArgumentException if it may not be fetched, or is not there
     * @throws Fault                    if its server cannot be reached or fails
     */
    public InputStream open(String where) {
        return isAddress(where) ? address(where) : isServer(where) ? server(where)
                : isStore(where) ? store(where) : file(where);
    }

    private InputStream store(String where) {
        try {
            return new Limited(stores.open(where, PLAIN).orElseThrow(() -> refused(where)), where, most);
        } catch (StoreEndpoints.NotThere e) {
            LOG.warn("{} was asked for, and cannot be had: {}", shown(where), String.valueOf(e.getCause()));
            throw refused(where);
        } catch (IOException e) {
            throw fault(where, e.getMessage());
        }
    }

    /** An option of a message's is none: those of the settings hold, and what could be read as one is not taken at all. */
    private InputStream server(String where) {
        for (String place : allowed) {
            String base = place.replaceFirst("[?].*", "");
            String path = where.startsWith(base) ? where.substring(base.length()) : "";
            if (isServer(place) && PLAIN.matcher(path).matches()) {
                int name = path.lastIndexOf('/') + 1;
                String options = place.substring(Math.min(place.length(), base.length() + 1));
                return server(where, base + path.substring(0, name), options, path.substring(name));
            }
        }
        throw refused(where);
    }

    private InputStream server(String where, String folder, String options, String name) {
        try {
            return new Limited(servers.open(folder, options, name).orElseThrow(() -> refused(where)), where, most);
        } catch (ServerFiles.TooLarge e) {
            throw Limited.tooLarge(where, most);
        } catch (IOException e) {
            throw fault(where, e.toString());
        }
    }

    private static boolean isServer(String place) {
        return place.matches("(sftp|ftps?):.*");
    }

    private static boolean isStore(String place) {
        return place.matches("[a-z][a-z0-9+.-]+:.*") && !isAddress(place) && !isServer(place);
    }

    private InputStream file(String where) {
        try {
            Path file = Path.of(where);
            Path real = file.toRealPath();
            boolean inside = file.isAbsolute() && allowed.stream().filter(place -> place.startsWith("/"))
                    .anyMatch(place -> real.startsWith(real(place)));
            if (inside && Files.isRegularFile(real)) {
                return new Limited(Files.newInputStream(real), where, most);
            }
        } catch (InvalidPathException | IOException e) {
            // Whether it is there is nothing that a sender is told of places that are not theirs.
        }
        throw refused(where);
    }

    private static Path real(String place) {
        try {
            return Path.of(place).toRealPath();
        } catch (IOException e) {
            return Path.of(place).toAbsolutePath();
        }
    }

    private InputStream address(String where) {
        URI uri = uri(where).filter(asked -> allowed.stream().filter(ClaimChecks::isAddress)
                .flatMap(place -> uri(place).stream()).anyMatch(place -> isUnder(asked, place)))
                .orElseThrow(() -> refused(where));
        try {
            ClassicHttpResponse answer = client.executeOpen(null, new HttpGet(uri), null);
            if (answer.getCode() == OK) {
                return new Limited(body(answer), shown(where), most);
            }
            body(answer).close();
            if (answer.getCode() >= 500 || answer.getCode() == 429) {
                throw fault(where, "its server answers " + answer.getCode());
            }
            throw new IllegalArgumentException("the input at " + shown(where) + " cannot be had: its server answers "
                    + answer.getCode());
        } catch (IOException e) {
            throw fault(where, e.toString());
        }
    }

    private static InputStream body(ClassicHttpResponse answer) throws IOException {
        HttpEntity entity = answer.getEntity();
        return entity == null ? InputStream.nullInputStream() : entity.getContent();
    }

    private static boolean isAddress(String place) {
        return place.matches("(?i)https?:.*");
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null && uri.getUserInfo() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Of the same server, and below the same path; what a server might read as a way up is not taken at all. */
    private static boolean isUnder(URI asked, URI place) {
        String path = asked.getRawPath();
        String root = place.getRawPath().endsWith("/") ? place.getRawPath() : place.getRawPath() + "/";
        return asked.getScheme().equalsIgnoreCase(place.getScheme()) && asked.getHost().equalsIgnoreCase(place.getHost())
                && asked.getPort() == place.getPort() && path.startsWith(root)
                && !WAY_UP.matcher(asked.getPath()).find()
                && !path.toLowerCase(Locale.ROOT).matches(".*%(2e|2f|5c|25).*");
    }

    private static IllegalArgumentException refused(String where) {
        return new IllegalArgumentException("the header " + NextmvHeaders.INPUT_FILE + " points to " + shown(where)
                + ", which is not there, or not under what nextmv.inputs.claim-check allows");
    }

    private static Fault fault(String where, String why) {
        return new Fault(Kind.NOT_SENT, 0, "the input at " + shown(where) + " cannot be fetched: " + why,
                Optional.empty());
    }

    /** Without its query, which may be a signature. */
    private static String shown(String where) {
        return where.replaceFirst("[?].*", "");
    }

    /** Breaks off where an input is larger than any may be; a connection that breaks is told from a disk that does. */
    private static final class Limited extends FilterInputStream {
        private final String where;
        private final long most;
        private long left;

        Limited(InputStream in, String where, long most) {
            super(in);
            this.where = where;
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                int read = in.read(bytes, offset, length);
                left -= Math.max(0, read);
                if (left < 0) {
                    StoreEndpoints.abort(in);
                    throw tooLarge(where, most);
                }
                return read;
            } catch (AnswerTooLarge e) {
                throw tooLarge(where, most);
            } catch (IOException e) {
                throw fault(where, e.toString());
            }
        }

        static IllegalArgumentException tooLarge(String where, long most) {
            return new IllegalArgumentException("the input at " + where + " is too large: at most "
                    + Limits.words(most) + " are taken (nextmv.limit.input)");
        }
    }
}
