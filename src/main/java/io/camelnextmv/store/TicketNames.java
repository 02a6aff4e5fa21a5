package io.camelnextmv.store;

import io.camelnextmv.ticket.TicketName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of tickets. That of a file's ticket tells when it was taken and whose it is; that of a message's ticket is
 * made of what makes the message one and the same, so that the message delivered again has the same ticket.
 */
public final class TicketNames {
    private static final Pattern OF_FILE = Pattern.compile("(\\d{8}-\\d{6})-([0-9a-z]{4})-\\d{4,}");
    private static final Pattern OF_MESSAGE = Pattern.compile("message-[0-9a-f]{32}");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final int BYTES = 16;

    private TicketNames() {
    }

    /** In the digits of its form, which are not those of each language that a machine may speak. */
    static TicketName ofFile(Instant now, String gateway, long number) {
        return new TicketName(TIME.withZone(ZoneOffset.UTC).format(now) + "-" + gateway + "-"
                + String.format(Locale.ROOT, "%04d", number));
    }

    /**
     * The name of a message's ticket.
     *
     * @param messageId what makes the message one and the same
     * @return the name, the same for the same message, in whatever process
     */
    public static TicketName ofMessage(String messageId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(messageId.getBytes(StandardCharsets.UTF_8));
            return new TicketName("message-" + HexFormat.of().formatHex(hash, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * @param name a text
     * @return whether a gateway would make such a name for a ticket
     */
    public static boolean isOne(String name) {
        return OF_MESSAGE.matcher(name).matches() || OF_FILE.matcher(name).matches();
    }

    /** @return whether it is the ticket of a message, which the same message would get again */
    public static boolean isOfMessage(TicketName name) {
        return OF_MESSAGE.matcher(name.text()).matches();
    }

    /** The gateway that made the ticket; a message's name does not tell. */
    static Optional<String> gatewayOf(TicketName name) {
        Matcher file = OF_FILE.matcher(name.text());
        return file.matches() ? Optional.of(file.group(2)) : Optional.empty();
    }

    /**
     * @param time a whole second
     * @return what a name of a file's ticket that was taken earlier is less than, as a text; one of a message is greater
     */
    public static String from(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** @return when the file was taken; a message's name does not tell */
    public static Optional<Instant> timeOf(TicketName name) {
        Matcher file = OF_FILE.matcher(name.text());
        return file.matches()
                ? Optional.of(LocalDateTime.parse(file.group(1), TIME).toInstant(ZoneOffset.UTC))
                : Optional.empty();
    }
}
