package io.camelnextmv.headers;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.util.List;
import java.util.Locale;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * What the texts of routes and slots mean where a step expects a ticket's name, a state, a kind of fault,
 * a method, or the level of a log, which each redelivery asks for.
 */
public final class TextConverters {
    private TextConverters() {
    }

    /**
     * Makes the converters known.
     *
     * @param registry where to
     */
    public static void addTo(TypeConverterRegistry registry) {
        registry.addTypeConverter(TicketName.class, String.class,
                new SimpleTypeConverter(false, (type, exchange, text) -> new TicketName((String) text)));
        List.of(HttpMethods.class, Ticket.State.class, Fault.Kind.class, LoggingLevel.class)
                .forEach(type -> addNamesOf(type, registry));
    }

    /** Of an enum without a converter of its own Camel searches all converters, for each request and each comparison. */
    private static <E extends Enum<E>> void addNamesOf(Class<? extends Enum<?>> type, TypeConverterRegistry registry) {
        @SuppressWarnings("unchecked")
        Class<E> constants = (Class<E>) type;
        registry.addTypeConverter(constants, String.class, new SimpleTypeConverter(false,
                (wanted, exchange, text) -> Enum.valueOf(constants, ((String) text).trim().toUpperCase(Locale.ROOT))));
    }
}
