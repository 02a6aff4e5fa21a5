package io.camelnextmv.s3;

import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.util.URISupport;

/**
 * The endpoint of a bucket, as the settings say it. It is read and not made: to make it, Camel asks the service for the
 * bucket.
 *
 * @param endpoint the endpoint, with its options
 */
record S3Address(String endpoint) {
    private static final String CONDITIONAL = "conditionalWritesEnabled";

    static boolean has(String endpoint, String option) {
        return endpoint.matches(".*[?&]" + option + "=.*");
    }

    /** @return what it calls the object that the exchange becomes, if it says so */
    Optional<String> keyName(Exchange exchange) {
        try {
            String options = endpoint.contains("?") ? endpoint.substring(endpoint.indexOf('?') + 1) : "";
            return Optional.ofNullable(URISupport.parseQuery(options).get("keyName")).map(Object::toString)
                    .map(name -> exchange.getContext().resolveLanguage("simple").createExpression(name)
                            .evaluate(exchange, String.class)).filter(name -> !name.isBlank());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("that is no endpoint: " + e.getReason(), e);
        }
    }

    /**
     * What the settings leave open: no object is overwritten but the ticket's own.
     *
     * @param onlyIfNew whether what has the name stays
     * @return the endpoint, with what is needed for that
     */
    String conditional(boolean onlyIfNew) {
        if (has(endpoint, CONDITIONAL)) {
            return onlyIfNew ? endpoint
                    : endpoint.replaceFirst("([?&]" + CONDITIONAL + "=)true(?=&|$)", "$1false");
        }
        return endpoint + (endpoint.contains("?") ? "&" : "?") + CONDITIONAL + "=" + onlyIfNew;
    }

    /**
     * What a sender may have chosen is part of it: it leads nowhere else, and nothing in it is evaluated when it is sent.
     *
     * @param name the name of an object
     * @return its key
     */
    static String key(String name) {
        return Arrays.stream(name.split("/")).filter(element -> !element.isEmpty())
                .map(element -> element.matches("[.]+") ? "_" : element.replaceAll("\\p{Cntrl}", "_"))
                .collect(Collectors.joining("/")).replace("${", "_{").replace("$simple{", "_simple{");
    }
}
