package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.headers.Slots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Accounts accounts;
    private final Map<String, String> origins = new ConcurrentHashMap<>();

    /** @param accounts read what all answers have in common, and learn of it */
    public StorageFailure(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * @param thrown   what the call threw
     * @param transfer the call
     * @param account  whose file it is; null for the main account
     * @throws Fault                always, but for a file of ours that cannot be read
     * @throws UncheckedIOException if it was our disk that said no
     */
    public void tell(@ExchangeProperty(Slots.CAUGHT) Exception thrown, @ExchangeProperty(Slots.REQUEST) Transfer transfer,
            @ExchangeProperty(Slots.ACCOUNT) String account) {
        Account its = accounts.of(account);
        CircuitBreaker storage = its.services().storage();
        try {
            says(thrown, its.faults());
        } catch (Fault fault) {
            if (isAnswered(fault)) {
                storage.success();
            } else if (fault.kind() != Kind.PAUSED) {
                origins.put(its.name(), ORIGIN.matcher(transfer.address()).replaceFirst("$1/"));
                storage.failure(fault);
            }
            throw fault;
        }
    }

    /** Whatever it says: that an address has expired, that it knows no such file. It is there. */
    private static boolean isAnswered(Fault fault) {
        return fault.status() >= 300 && fault.status() < 500;
    }

    /**
     * @param account whose storage it is; null for the main account
     * @return asks the storage whether it is there: by its scheme, host and port, for no file
     */
    public Transfer probe(@ExchangeProperty(Slots.ACCOUNT) String account) {
        return Transfer.get(origins.getOrDefault(accounts.of(account).name(), ""));
    }

    private static void says(Exception thrown, Faults faults) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UncheckedIOException disk) {
                throw disk;
            }
            if (cause instanceof Fault fault) {
                throw fault;
            }
            if (cause instanceof HttpOperationFailedException answer) {
                throw ofAnswer(answer, faults);
            }
        }
        throw new Fault(Kind.SERVICE, 0, "the object storage did not take or give the whole file: " + words(thrown),
                Optional.empty()).ofStorage();
    }

    private static Fault ofAnswer(HttpOperationFailedException answer, Faults faults) {
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
