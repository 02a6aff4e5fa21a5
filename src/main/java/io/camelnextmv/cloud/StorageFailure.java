package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.headers.Slots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Says what a failed call of the object storage means. It is never the API key's fault, because none is sent: an
 * address that has expired is answered with 403, and is asked for anew. The address's query is its signature, so
 * nothing of it is ever said.
 */
public final class StorageFailure {
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,60})</Code>");
    private static final Pattern QUERY = Pattern.compile("\\?\\S*");
    private static final Pattern ORIGIN = Pattern.compile("^(https?://[^/?#]*).*$");
    private static final int TOO_LARGE = 413;
    private final Faults faults;
    private final CircuitBreaker storage;
    private volatile String origin = "";

    /**
     * @param faults  reads what all answers have in common
     * @param storage learns of it
     */
    public StorageFailure(Faults faults, CircuitBreaker storage) {
        this.faults = faults;
        this.storage = storage;
    }

    /**
     * @param thrown  what the call threw
     * @param address where it was sent
     * @throws Fault                always, but for a file of ours that cannot be read
     * @throws UncheckedIOException if it was our disk that said no
     */
    public void tell(@ExchangeProperty(Slots.CAUGHT) Exception thrown, @ExchangeProperty(Slots.ADDRESS) String address) {
        try {
            says(thrown);
        } catch (Fault fault) {
            if (isAnswered(fault)) {
                storage.success();
            } else if (fault.kind() != Kind.PAUSED) {
                origin = ORIGIN.matcher(address == null ? "" : address).replaceFirst("$1/");
                storage.failure(fault);
            }
            throw fault;
        }
    }

    /** Whatever it says: that an address has expired, that it knows no such file. It is there. */
    private static boolean isAnswered(Fault fault) {
        return fault.status() >= 300 && fault.status() < 500;
    }

    /** @return where the storage is that a probe asks whether it is there: scheme, host and port, no file */
    public String origin() {
        return origin;
    }

    private void says(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UncheckedIOException disk) {
                throw disk;
            }
            if (cause instanceof Fault fault) {
                throw fault;
            }
            if (cause instanceof HttpOperationFailedException answer) {
                throw ofAnswer(answer);
            }
        }
        throw new Fault(Kind.SERVICE, 0, "the object storage did not take or give the whole file: " + words(thrown),
                Optional.empty()).ofStorage();
    }

    private Fault ofAnswer(HttpOperationFailedException answer) {
        int status = answer.getStatusCode();
        String code = code(answer.getResponseBody());
        boolean tooLarge = status == TOO_LARGE || code.equals("EntityTooLarge");
        String sentence = "the object storage answered " + status + (code.isEmpty() ? "" : " (" + code + ")")
                + (status == 403 ? ": the address has expired or was not accepted, a new one is asked for" : "");
        return new Fault(tooLarge ? Kind.REQUEST : Kind.SERVICE, tooLarge ? TOO_LARGE : status, sentence,
                faults.retryAfter(answer.getResponseHeaders())).ofStorage();
    }

    /** Its code only: the rest of the XML repeats the signature. */
    private static String code(String body) {
        Matcher matcher = CODE.matcher(body == null ? "" : body);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String words(Throwable thrown) {
        boolean showable = thrown instanceof IOException && thrown.getMessage() != null;
        return showable ? QUERY.matcher(thrown.getMessage()).replaceAll("") : thrown.getClass().getSimpleName();
    }
}
