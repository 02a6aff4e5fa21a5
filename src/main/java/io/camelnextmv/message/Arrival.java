package io.camelnextmv.message;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Sidecars;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Headers;

/**
 * Makes the body of a message a ticket. The headers say what the file beside an input says: {@code application-id} is
 * {@code NextmvApplicationId}, {@code queuing.priority} is {@code NextmvQueuingPriority}, the options are one header,
 * {@code NextmvOptions}, a map or a JSON object. They are kept as such a file, by whose rules they are read.
 */
public final class Arrival {
    private static final String NAME = "NextmvInput";
    private static final String OPTIONS = "NextmvOptions";
    private static final String DEFAULT_NAME = "message.json";
    /** Room for the endings that are put behind it. */
    private static final int LONGEST_NAME = 200;
    /** Older than any file that is suspected to be still written: a message is complete. */
    private static final Duration OLD = Duration.ofDays(1);

    /** 1.50 is to stay 1.50. */
    private static final ObjectReader AS_WRITTEN = new ObjectMapper().reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private final TicketStore tickets;
    private final Inbox inbox;
    private final Map<String, String> settings = new TreeMap<>();
    private final ObjectMapper mapper;
    private final Clock clock;

    /**
     * @param tickets  the tickets
     * @param inbox    what inputs are run with, where the headers say nothing
     * @param settings what a file beside an input may say
     * @param mapper   writes it
     * @param clock    the time
     */
    public Arrival(TicketStore tickets, Inbox inbox, Collection<String> settings, ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.inbox = inbox;
        settings.forEach(setting -> this.settings.put(header(setting), setting));
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * The header that says what a setting says.
     *
     * @param setting a setting's name, without {@code nextmv.}
     * @return the header's name
     */
    static String header(String setting) {
        return Arrays.stream(setting.split("[.-]"))
                .map(word -> word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining("", "Nextmv", ""));
    }

    /**
     * Takes the input; when it returns, the ticket is on disk.
     *
     * @param input   the input
     * @param headers say what it is run with
     * @return the ticket's name
     * @throws IllegalArgumentException if there is no input, or a header cannot be
     * @throws UncheckedIOException     if the disk says no, or the input breaks off: there is no ticket then
     */
    public String take(@Body InputStream input, @Headers Map<String, Object> headers) {
        if (input == null) {
            throw new IllegalArgumentException("the message has no body: it is the input of the run");
        }
        String name = text(headers, NAME).orElse(DEFAULT_NAME);
        if (name.length() > LONGEST_NAME || name.startsWith(".") || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\')
                || Sidecars.isOne(name)) {
            throw new IllegalArgumentException("the header " + NAME + " is no name for an input");
        }
        return tickets.receive(name, inbox, file -> write(input, file), sidecar(headers)).id();
    }

    private void write(InputStream input, Path file) {
        try (input) {
            Files.copy(input, file);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(OLD)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<byte[]> sidecar(Map<String, Object> headers) {
        ObjectNode said = mapper.createObjectNode();
        settings.forEach((header, setting) -> text(headers, header).ifPresent(text -> said.put(setting, text)));
        Optional.ofNullable(headers.get(OPTIONS)).filter(given -> !given.equals(""))
                .ifPresent(given -> said.set("options", options(given)));
        try {
            return said.isEmpty() ? Optional.empty() : Optional.of(mapper.writeValueAsBytes(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode options(Object given) {
        try {
            JsonNode options = given instanceof Map<?, ?>
                    ? mapper.valueToTree(given)
                    : AS_WRITTEN.readTree(given.toString());
            if (options != null && options.isObject()) {
                return options;
            }
        } catch (IOException e) {
            // said below
        }
        throw new IllegalArgumentException("the header " + OPTIONS + " is neither a map nor a JSON object");
    }

    private static Optional<String> text(Map<String, Object> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(Object::toString).map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
