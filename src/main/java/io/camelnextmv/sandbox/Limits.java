package io.camelnextmv.sandbox;

/** The limits of the run API's documentation, in bytes, and those the sandbox sets itself. */
final class Limits {
    /** An input or output carried by the API itself. */
    static final int INLINE = 5 * 1024 * 1024;
    /** A request's body: an inline input and the fields beside it. */
    static final int BODY = INLINE + 1024 * 1024;
    static final long UPLOAD = 500L * 1024 * 1024;
    static final long DOWNLOAD = 100L * 1024 * 1024;
    /** Payloads up to here stay in the heap whatever there is already: a file would cost more. */
    static final int TINY = 1024;
    /** Payloads up to here stay in the heap while the budget lasts, so that thousands of runs touch no disk. */
    static final int SMALL = 64 * 1024;
    static final long HEAP_BUDGET = 24L * 1024 * 1024;
    /** Rows of a page. */
    static final int LISTED_RUNS = 50;
    static final int QUEUED_RUNS = 1000;

    private Limits() {
    }
}
