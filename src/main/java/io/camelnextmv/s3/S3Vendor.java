package io.camelnextmv.s3;

import io.camelnextmv.deliver.Names;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.ReportName;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.component.aws2.s3.AWS2S3Endpoint;
import org.apache.camel.support.SynchronizationAdapter;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What S3 calls it. An object that is taken is known by its bucket, key, version, tag and time: taken again, since the
 * gateway died before it was removed, it is not run again. An answer is an object that is there whole or not at all and,
 * where the service knows conditional writes, takes no other's place; where there is a report, it lies beside it.
 */
public final class S3Vendor implements Vendor {
    private static final int PRECONDITION_FAILED = 412;
    private static final String TOO_LARGE = "EntityTooLarge";
    /** What a header of HTTP can hold, whatever a service has made a run's id of. */
    private static final String PLAIN = "[A-Za-z0-9._-]{1,128}";
    private final Map<Endpoint, Supplier<Path>> taken = new ConcurrentHashMap<>();

    @Override
    public void complete(Endpoint endpoint, Supplier<Path> fetched) {
        if (endpoint instanceof AWS2S3Endpoint bucket) {
            taken.put(bucket, fetched);
            // Into a file, and not into memory; what a console shows as folders is no input.
            if (!S3Address.has(endpoint.getEndpointUri(), "includeBody")) {
                bucket.getConfiguration().setIncludeBody(false);
            }
            if (!S3Address.has(endpoint.getEndpointUri(), "includeFolders")) {
                bucket.getConfiguration().setIncludeFolders(false);
            }
            bucket.setGreedy(true);
            // It makes its client when it is started.
            bucket.start();
            bucket.setS3Client(BucketClient.of(bucket.getS3Client(), bucket.getConfiguration()::isIncludeFolders));
        }
    }

    @Override
    public boolean brought(Exchange exchange) {
        return exchange.getFromEndpoint() instanceof AWS2S3Endpoint;
    }

    /** @throws java.io.UncheckedIOException if the object cannot be read: it stays, and is taken later */
    @Override
    public void name(Exchange exchange) {
        Message message = exchange.getMessage();
        String key = message.getHeader(AWS2S3Constants.KEY, "", String.class);
        String bucket = message.getHeader(AWS2S3Constants.BUCKET_NAME, "", String.class);
        String id = "s3 " + bucket + "/" + key + " " + text(message, AWS2S3Constants.VERSION_ID) + " "
                + text(message, AWS2S3Constants.E_TAG) + " " + text(message, AWS2S3Constants.LAST_MODIFIED);
        // It stays in the bucket, and is asked for again.
        exchange.setProperty(Slots.RECEIPT, Receipt.FETCHED_AGAIN);
        message.setHeader(NextmvHeaders.INPUT, key.substring(key.lastIndexOf('/') + 1));
        message.setHeader(NextmvHeaders.MESSAGE_ID, id);
        removedByItsName(exchange, bucket, key);
        Optional.ofNullable(taken.get(exchange.getFromEndpoint()))
                .ifPresent(fetched -> FetchedObject.take(exchange, fetched.get(), id));
    }

    private static String text(Message message, String header) {
        return Optional.ofNullable(message.getHeader(header)).map(Object::toString).orElse("");
    }

    /** Camel removes, or moves, what it has read by headers, which are gone by then with all of Camel's. */
    private static void removedByItsName(Exchange exchange, String bucket, String key) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                done.getIn().setHeader(AWS2S3Constants.BUCKET_NAME, bucket);
                done.getIn().setHeader(AWS2S3Constants.KEY, key);
            }
        });
    }

    @Override
    public boolean sends(String endpoint, CamelContext context) {
        int colon = endpoint.indexOf(':');
        return colon > 0 && context.getComponent(endpoint.substring(0, colon)) instanceof AWS2S3Component;
    }

    /**
     * By the endpoint's own {@code keyName}, if it has one, or else by the answer's name. What is in the name is never
     * evaluated.
     */
    @Override
    public Address address(String endpoint, Outgoing outgoing, Message answer) {
        S3Address address = new S3Address(endpoint);
        String key = S3Address.key(address.keyName(answer.getExchange()).orElse(outgoing.name()));
        int folder = key.lastIndexOf('/') + 1;
        Names names = Names.of(key.substring(folder));
        String stem = outgoing.unique().map(names::stemWith).orElse(names.stem());
        answer.setHeader(AWS2S3Constants.KEY, S3Address.key(key.substring(0, folder) + names.file(stem)));
        answer.setHeader(AWS2S3Constants.METADATA, metadata(answer));
        return new Address(address.conditional(outgoing.unique().isEmpty()),
                Optional.ofNullable(answer.getHeader(NextmvHeaders.REPORT)).map(report -> new ReportName(
                        AWS2S3Constants.KEY, S3Address.key(key.substring(0, folder) + Names.report(stem)))));
    }

    /** Whose it is, for whoever finds it. */
    private static Map<String, String> metadata(Message answer) {
        Map<String, String> metadata = new HashMap<>();
        Map.of("nextmv-ticket", NextmvHeaders.TICKET, "nextmv-run-id", NextmvHeaders.RUN_ID, "nextmv-status",
                NextmvHeaders.STATUS).forEach((name, header) -> Optional.of(text(answer, header))
                        .filter(value -> value.matches(PLAIN)).ifPresent(value -> metadata.put(name, value)));
        return metadata;
    }

    @Override
    public Optional<Refusal> refusal(Throwable thrown) {
        if (!(thrown instanceof SdkServiceException answer)) {
            return Optional.empty();
        }
        return answer.statusCode() == PRECONDITION_FAILED ? Optional.of(Refusal.NAME_TAKEN)
                : String.valueOf(answer.getMessage()).contains(TOO_LARGE) ? Optional.of(Refusal.TOO_LARGE)
                : Optional.empty();
    }
}
