package io.camelnextmv.pickup;

import io.camelnextmv.headers.Vendors;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;

/** Tells a body that breaks off, on its way to us or to our disk, from one whose bytes cannot be what they should. */
final class BrokenBody {
    /** Artemis's, by which its client says that a large body has not come, or could not be saved: an application need not have it. */
    private static final String ARTEMIS = "org.apache.activemq.artemis.api.core.ActiveMQException";

    private BrokenBody() {
    }

    /** Whether a body broke off, as the causes of an exception say. */
    static boolean isBehind(Throwable thrown) {
        // A message of values that cannot be bytes: Camel wraps what says so as if it were a stream's fault.
        return Vendors.causes(thrown).noneMatch(cause -> cause.getClass().getName().startsWith("jakarta.jms.Message"))
                && Vendors.causes(thrown).anyMatch(BrokenBody::is);
    }

    private static boolean is(Throwable cause) {
        boolean itsBytes = cause instanceof ObjectStreamException || cause instanceof CharacterCodingException
                || cause instanceof CharConversionException || cause instanceof UTFDataFormatException;
        return cause instanceof IOException && !itsBytes || isArtemis(cause.getClass());
    }

    private static boolean isArtemis(Class<?> type) {
        return type != null && (type.getName().equals(ARTEMIS) || isArtemis(type.getSuperclass()));
    }
}
