package io.camelnextmv.cloud;

/** How much the service takes and gives, in bytes. */
public final class Limits {
    /** A request or an answer of the API itself; above it, object storage carries the payload. */
    public static final long INLINE = 5L * 1024 * 1024;
    /** An upload. */
    public static final long UPLOAD = 500L * 1024 * 1024;
    /** The files of one input together, before they are packed. */
    public static final long UNPACKED = 2560L * 1024 * 1024;
    /** A download. */
    public static final long DOWNLOAD = 100L * 1024 * 1024;

    private Limits() {
    }

    /**
     * A limit for a person.
     *
     * @param bytes the limit
     * @return for example {@code 500 MB (524288000 bytes)}
     */
    public static String words(long bytes) {
        return bytes / (1024 * 1024) + " MB (" + bytes + " bytes)";
    }
}
