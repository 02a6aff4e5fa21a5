package io.camelnextmv.cloud;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The kinds of answers, and how many bytes each may have, counted as they are read: unpacked of any Content-Encoding.
 * Which kind an answer is follows from the request alone, so nothing in the answer can choose its own bound. What is over
 * is an {@link AnswerTooLarge}; of a refusal, which is read for its words only, the rest is not read.
 */
public enum AnswerKind {
    /** A run id and little else. */
    NEW_RUN("POST", "/runs", Sizes.SHORT, "the answer to a new run"),
    /** An id and an address. */
    UPLOAD_URL("POST", "/runs/uploadurl", Sizes.SHORT, "the answer with an upload address"),
    /** A page of 50 rows, each with the options of its run: 300 KiB for a row. */
    RUN_LIST("GET", "/runs", Sizes.LIST, "the run list"),
    /** Every run of the account that is queued or active: 100,000 rows of 1.6 KiB, of which little is kept. */
    QUEUE("GET", ApiPath.QUEUE.text(), Sizes.LONG_LIST, "the account's queue"),
    /** No output, but the metrics and statistics that the application wrote. */
    METADATA("GET", "/runs/[^/?]+/metadata", Sizes.LIST, "the run's metadata"),
    /** Run information and an address; with it come metrics and statistics. */
    RESULT_URL("GET", "/runs/[^/?]+[?](.*&)?format=url(&.*)?", Sizes.LIST, "the answer with the output's address"),
    /** An output of at most 5 MB, or an error log with what the application printed. */
    RESULT("GET", "/runs/[^/?]+", Sizes.TEXTS, "the run's result"),
    /** What the application printed. */
    LOGS("GET", "/runs/[^/?]+/logs", Sizes.TEXTS, "the run's logs"),
    /** An id, a name and a type for each: far more than the assets that are fetched. */
    ASSET_LIST("GET", "/runs/[^/?]+/assets", Sizes.LIST, "the list of the run's assets"),
    /** An address. */
    ASSET_URL("GET", "/runs/[^/?]+/assets/[^/?]+", Sizes.SHORT, "the answer with the asset's address"),
    /** A secret. */
    WEBHOOK_SECRET("GET", "/v1/webhooks/[^/?]+/secret", Sizes.SHORT, "the webhook's secret"),
    /** Nothing that anybody reads. */
    CANCEL("PATCH", "/runs/[^/?]+/cancel", 0, "the answer to a cancellation"),
    /** Whatever else a command asks for: webhooks, inputs. */
    OTHER("[A-Z]+", ".*", Sizes.LIST, "the answer"),

    /** What the object storage says of an upload: nothing that anybody reads. */
    STORED("PUT", "", 0, "the object storage's answer"),
    /** An output, an asset: as large as the setting {@code nextmv.limit.output} says. */
    DOWNLOAD("GET", "", 0, "the download"),
    /** An input that a message points to: as large as the setting {@code nextmv.limit.input} says. */
    CLAIM_CHECK("GET", "", 0, "the input"),
    /** A refusal, whatever was asked for: the service's words, and the start of any page of HTML. */
    REFUSAL("", "", Sizes.SHORT, "the refusal");

    private static final List<AnswerKind> OF_API = List.of(values()).subList(0, OTHER.ordinal() + 1);
    private final Pattern method;
    private final Pattern path;
    private final long bytes;
    private final String words;

    /** In an interface, because constants of an enum cannot be used in what stands before them. */
    private interface Sizes {
        long SHORT = 64L * 1024;
        long LIST = 16L * 1024 * 1024;
        long LONG_LIST = 160L * 1024 * 1024;
        long TEXTS = 64L * 1024 * 1024;
    }

    AnswerKind(String method, String path, long bytes, String words) {
        this.method = Pattern.compile(method);
        this.path = Pattern.compile(path + "$");
        this.bytes = bytes;
        this.words = words;
    }

    /**
     * @param method the method of a request to the API
     * @param path   its path with its query
     * @return what its answer is
     */
    public static AnswerKind ofApi(String method, String path) {
        int query = path.indexOf('?');
        String alone = query < 0 ? path : path.substring(0, query);
        return OF_API.stream().filter(kind -> kind.method.matcher(method).matches()
                && kind.path.matcher(kind == RESULT_URL ? path : alone).find()).findFirst().orElse(OTHER);
    }

    /** @return whether nobody reads it, so that it is not read to its end either */
    boolean isUnwanted() {
        return this == CANCEL || this == STORED;
    }

    /**
     * @param limits what the settings say
     * @return how many bytes it may have
     */
    long most(Limits limits) {
        return switch (this) {
            case DOWNLOAD -> limits.output();
            case CLAIM_CHECK -> limits.input();
            default -> bytes;
        };
    }

    /** @return the same for kinds that no setting is about */
    long most() {
        return bytes;
    }

    /** @return what it is, for a sentence */
    public String words() {
        return words;
    }
}
