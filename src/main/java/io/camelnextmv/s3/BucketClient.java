package io.camelnextmv.s3;

import io.camelnextmv.ticket.Repeated;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The client of a bucket that inputs are taken from: what cannot be taken there holds up nothing else. Camel reads each page of
 * objects as a whole, and begins with the same one each time.
 *
 * <p>Where a page does not say where the next one begins, that is its last key (source: the documentation of S3, ListObjects). An
 * object that is refused (archived, or encrypted with a key that is not ours) is shown as a folder, which nobody takes.
 */
final class BucketClient implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BucketClient.class);
    private static final String FOLDER = "application/x-directory";
    private static final int GONE = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private final S3Client client;
    private final BooleanSupplier foldersAreInputs;
    private final Repeated repeated = new Repeated();

    private BucketClient(S3Client client, BooleanSupplier foldersAreInputs) {
        this.client = client;
        this.foldersAreInputs = foldersAreInputs;
    }

    /**
     * @param client           asks for what is in the bucket
     * @param foldersAreInputs whether what is shown as a folder is taken all the same
     * @return the same, for whoever takes all that is there
     */
    static S3Client of(S3Client client, BooleanSupplier foldersAreInputs) {
        return (S3Client) Proxy.newProxyInstance(BucketClient.class.getClassLoader(), new Class<?>[] {S3Client.class},
                new BucketClient(client, foldersAreInputs));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            Object answer = method.invoke(client, arguments);
            return answer instanceof ListObjectsResponse page ? withNext(page) : answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof S3Exception refused && isOfOneObject(refused) && !foldersAreInputs.getAsBoolean()
                    && arguments != null && arguments[0] instanceof GetObjectRequest object) {
                return notTaken(object, refused);
            }
            throw e.getCause();
        }
    }

    private static ListObjectsResponse withNext(ListObjectsResponse page) {
        List<S3Object> objects = page.contents();
        boolean unsaid = Boolean.TRUE.equals(page.isTruncated()) && page.nextMarker() == null && !objects.isEmpty();
        return unsaid ? page.toBuilder().nextMarker(objects.get(objects.size() - 1).key()).build() : page;
    }

    private static boolean isOfOneObject(S3Exception refused) {
        int status = refused.statusCode();
        return status >= 400 && status < 500 && status != TIMEOUT && status != TOO_MANY;
    }

    private Object notTaken(GetObjectRequest object, S3Exception why) {
        if (why.statusCode() == GONE) {
            // Somebody else has taken it since the page was read: another gateway, perhaps.
            return aFolder();
        }
        repeated.say(object.key(), count -> LOG.warn("{} cannot be taken from bucket {}, and stays there: {}. Others do not wait for"
                + " it; remove it, or make it readable.{}", object.key(), object.bucket(), why.getMessage(), count));
        return aFolder();
    }

    private static Object aFolder() {
        return new ResponseInputStream<>(GetObjectResponse.builder().contentType(FOLDER).build(),
                AbortableInputStream.create(InputStream.nullInputStream()));
    }
}
