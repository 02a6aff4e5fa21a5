package io.camelnextmv.pickup;

import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Vendors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;

/**
 * Asks an endpoint that the settings name, whatever its kind, for the object that a message points to. The endpoint is made
 * of the settings alone: what a message says is a header of the question, and only if it is a plain name.
 */
public final class StoreEndpoints {
    private static final int UNAUTHORIZED = 401;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    /** By these, stores that answer 400, 403 or 404 say that the settings are to blame, and no message. */
    private static final Set<String> OURS = Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired",
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired", "InvalidSecurity",
            "AccountProblem", "NoSuchBucket", "AuthenticationFailed", "AccountIsDisabled", "ContainerNotFound",
            "ContainerBeingDeleted");
    /** How the kinds of stores are asked to read, which else might write, and where they take the name from. */
    private static final Map<String, Store> KNOWN = Map.of(
            "aws2-s3", new Store("operation=getObject", "CamelAwsS3Key"),
            "minio", new Store("operation=getObject", "CamelMinioObjectName"),
            "google-storage", new Store("operation=getObject", "CamelGoogleCloudStorageObjectName"),
            "azure-storage-blob", new Store("operation=getBlob", "CamelAzureStorageBlobBlobName"));
    private final List<Place> places;
    private final CamelContext context;
    private final ProducerTemplate template;

    private record Store(String reading, String header) {
    }

    /** An endpoint; what a message writes of it; what is put before the name. */
    private record Place(String endpoint, String base, String prefix, String header) {
        static Place of(String text) {
            String base = text.replaceFirst("[?].*", "");
            Store store = KNOWN.getOrDefault(base.substring(0, base.indexOf(':')), new Store("", NextmvHeaders.INPUT_FILE));
            String endpoint = store.reading().isEmpty() || text.matches(".*[?&]" + store.reading() + "(&.*)?") ? text
                    : text + (text.contains("?") ? "&" : "?") + store.reading();
            Optional<String> prefix = Stream.of(text.substring(Math.min(text.length(), base.length() + 1)).split("&"))
                    .filter(option -> option.startsWith("prefix=")).map(option -> option.substring("prefix=".length())).findFirst();
            return new Place(endpoint, base.replaceFirst("/$", "") + "/", prefix.orElse(""), store.header());
        }

        Optional<String> name(String where, Pattern plain) {
            return Optional.of(where).filter(text -> text.startsWith(base)).map(text -> text.substring(base.length()))
                    .filter(name -> plain.matcher(name).matches()).map(name -> prefix + name);
        }
    }

    /**
     * @param places  the endpoints, with their options
     * @param context makes them, when they are asked for the first time
     */
    public StoreEndpoints(List<String> places, CamelContext context) {
        this.places = places.stream().map(Place::of).toList();
        this.context = context;
        this.template = context.createProducerTemplate();
    }

    /** The store says, or is made to say, that there is no such thing for us. */
    static final class NotThere extends Exception {
        private static final long serialVersionUID = 1L;

        NotThere(Throwable cause) {
            super(cause);
        }
    }

    /**
     * @param where what a message points to: an endpoint without its options, a slash, and a name
     * @param plain what a name may be
     * @return the object; empty where no endpoint of the settings has such things
     * @throws NotThere    if it is not there, or not for us
     * @throws IOException if its store cannot be reached or fails
     */
    Optional<InputStream> open(String where, Pattern plain) throws NotThere, IOException {
        for (Place place : places) {
            Optional<String> name = place.name(where, plain);
            if (name.isPresent()) {
                return Optional.of(ask(place, name.get()));
            }
        }
        return Optional.empty();
    }

    private InputStream ask(Place place, String name) throws NotThere, IOException {
        Exchange answer;
        try {
            answer = template.request(context.getEndpoint(place.endpoint()), exchange -> {
                exchange.setPattern(ExchangePattern.InOut);
                exchange.getMessage().setHeader(place.header(), name);
            });
        } catch (RuntimeException e) {
            // It could not even be made: a store that is away, or settings that cannot be.
            throw new IOException(Vendors.causes(e).reduce((outer, inner) -> inner).orElse(e).toString(), e);
        }
        Exception failed = answer.getException();
        if (failed != null && Vendors.causes(failed).noneMatch(StoreEndpoints::isOurs)
                && Vendors.causes(failed).anyMatch(StoreEndpoints::saysNo)) {
            throw new NotThere(failed);
        }
        if (failed != null) {
            throw new IOException(failed.toString(), failed);
        }
        InputStream object = answer.getMessage().getBody(InputStream.class);
        if (object == null) {
            throw new NotThere(null);
        }
        return object;
    }

    private static boolean isOurs(Throwable thrown) {
        // In this order: of the first what is wanted is a part.
        return Stream.of(part(thrown, "awsErrorDetails").flatMap(details -> part(details, "errorCode")),
                part(thrown, "errorResponse").flatMap(response -> part(response, "code")),
                part(thrown, "getErrorCode")).flatMap(Optional::stream).map(Object::toString).anyMatch(OURS::contains);
    }

    /** A sender that names what is not there must not hold up those behind it. */
    private static boolean saysNo(Throwable thrown) {
        if (thrown instanceof FileNotFoundException || thrown instanceof NoSuchFileException
                || thrown instanceof IllegalArgumentException) {
            return true;
        }
        int status = status(thrown).orElse(0);
        return status >= 400 && status < 500 && status != UNAUTHORIZED && status != TIMEOUT && status != TOO_MANY;
    }

    /** The clients of stores have no exception in common; what theirs have is a status of HTTP, under one of these names. */
    private static OptionalInt status(Throwable thrown) {
        return Stream.of("statusCode", "getStatusCode", "getCode").flatMap(name -> part(thrown, name).stream())
                .filter(Integer.class::isInstance).mapToInt(Integer.class::cast).findFirst();
    }

    private static Optional<Object> part(Object whole, String name) {
        try {
            return Optional.ofNullable(whole.getClass().getMethod(name).invoke(whole));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // It has none of that name, or does not show it.
            return Optional.empty();
        }
    }

    /**
     * Lets go of an object of which no more is wanted. Closed alone, what it comes from reads all that is left of it first,
     * however much that is.
     *
     * @param object what {@link #open} gave
     */
    static void abort(InputStream object) {
        part(object, "abort");
    }
}
