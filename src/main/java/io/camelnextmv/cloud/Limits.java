package io.camelnextmv.cloud;

import java.util.List;

/**
 * How much is sent to the service and taken from it, in bytes. What an account may do differs from plan to plan: all but
 * {@link #INLINE} are settings.
 *
 * @param input    of one input, as it is sent ({@code nextmv.limit.input})
 * @param output   of one output or asset, as it is downloaded ({@code nextmv.limit.output})
 * @param unpacked of the files of one input together, before they are packed ({@code nextmv.limit.unpacked})
 */
public record Limits(long input, long output, long unpacked) {
    /** A request or an answer of the API itself; above it, object storage carries the payload. */
    public static final long INLINE = 5L * 1024 * 1024;
    private static final List<String> UNITS = List.of("TiB", "GiB", "MiB", "KiB");

    /**
     * A limit for a person.
     *
     * @param bytes the limit
     * @return for example {@code 2.5 GiB (2684354560 bytes)}; the bytes alone where no unit says them exactly
     */
    public static String words(long bytes) {
        long unit = 1L << 40;
        for (String name : UNITS) {
            if (bytes >= unit && bytes % unit * 10 % unit == 0) {
                long tenths = bytes % unit * 10 / unit;
                return bytes / unit + (tenths == 0 ? "" : "." + tenths) + " " + name + " (" + bytes + " bytes)";
            }
            unit >>= 10;
        }
        return bytes + " bytes";
    }
}
