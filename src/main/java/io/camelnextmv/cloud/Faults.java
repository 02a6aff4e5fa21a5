package io.camelnextmv.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Fault.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** Tells whose fault a failed request is. */
public final class Faults {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final Request SOME_REQUEST = Request.get(ApiPath.of("/"));
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private final MainTarget main;
    private final ObjectMapper mapper;
    private final Clock clock;

    /**
     * @param main   by what the key is judged
     * @param mapper reads the service's words
     * @param clock  the time, for a {@code Retry-After} that is a date
     */
    public Faults(MainTarget main, ObjectMapper mapper, Clock clock) {
        this.main = main;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * @param thrown what some request threw
     * @return the same in words that say whose fault it is
     */
    public Fault of(Throwable thrown) {
        return of(thrown, SOME_REQUEST);
    }

    /**
     * @param thrown  what sending the request threw
     * @param request the request; what it may be refused with is an answer to who has asked: {@link Kind#REQUEST}, or
     *                {@link Kind#BUSY} for 429
     * @return the same in words that say whose fault it is
     */
    public Fault of(Throwable thrown, Request request) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault;
            }
            if (cause instanceof UnreadableAnswer unreadable) {
                return new Fault(Kind.SERVICE, 0, unreadable.getMessage(), Optional.empty());
            }
            if (cause instanceof HttpOperationFailedException answer) {
                return ofAnswer(answer, request);
            }
            if (cause instanceof TunnelRefusedException refused) {
                return new Fault(Kind.NOT_SENT, 0, "the proxy does not let the request through: " + words(refused),
                        Optional.empty());
            }
            if (cause instanceof ConnectException || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException || cause instanceof ConnectionRequestTimeoutException) {
                return new Fault(Kind.NOT_SENT, 0, "the service cannot be reached: " + words(cause),
                        Optional.empty());
            }
        }
        return new Fault(Kind.SERVICE, 0, "the answer was lost: " + words(thrown), Optional.empty());
    }

    private Fault ofAnswer(HttpOperationFailedException answer, Request request) {
        int status = answer.getStatusCode();
        String words = words(answer.getResponseBody());
        Optional<String> elsewhere = main.elsewhere(request.target()).filter(target -> status == FORBIDDEN);
        if (request.mayBeRefused().contains(status)) {
            return new Fault(status == TOO_MANY ? Kind.BUSY : Kind.REQUEST, status, sentence(status, answer, words),
                    retryAfter(answer.getResponseHeaders()));
        }
        if (elsewhere.isPresent()) {
            return new Fault(Kind.FORBIDDEN, status, elsewhere.get() + " is not open to the API key: 403"
                    + said(words), retryAfter(answer.getResponseHeaders()));
        }
        if (request.target().isOfOneRun() && maySayNothingOfTheKey(status)) {
            // Whether it is the key's fault, or the address's, a probe tells.
            return new Fault(Kind.FORBIDDEN, status, "what belongs to this run is refused with " + status + said(words),
                    retryAfter(answer.getResponseHeaders()));
        }
        return new Fault(kind(status), status, sentence(status, answer, words),
                retryAfter(answer.getResponseHeaders()));
    }

    private static boolean maySayNothingOfTheKey(int status) {
        return status == FORBIDDEN || status == 405 || status >= 300 && status < 400;
    }

    private static Kind kind(int status) {
        return switch (status) {
            // 405, 407 and 431 come from a wrong address or from a proxy on the way: no input can mend them.
            case 401, 402, 403, 405, 407, 431 -> Kind.SETTINGS;
            case 404 -> Kind.NOT_FOUND;
            // 425 and 429 say that nothing was done.
            case 425, 429 -> Kind.NOT_SENT;
            case 408 -> Kind.SERVICE;
            default -> status >= 500 ? Kind.SERVICE : status >= 400 ? Kind.REQUEST : Kind.SETTINGS;
        };
    }

    private static String said(String words) {
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private String sentence(int status, HttpOperationFailedException answer, String words) {
        String said = said(words);
        return switch (status) {
            case 401, 403 -> "the API key is refused with " + status + said + ": check " + main.key();
            case 407 -> "the proxy on the way asks for a login (407)" + said + ": give nextmv.http.proxy as"
                    + " http://user:password@host:port";
            case 402 -> "the account is refused with 402" + said;
            case 404 -> "the service does not know what was asked for: 404" + said
                    + ": check " + main.settings() + "url, " + main.settings() + "application-id and " + main.settings()
                    + "instance-id";
            case 429 -> "the service asks to slow down: 429" + said;
            default -> {
                if (status >= 300 && status < 400) {
                    yield "the service answers with a redirect (" + status + "), which is not followed"
                            + ": check " + main.settings() + "url";
                }
                yield "the service answered " + status + " " + Optional.ofNullable(answer.getStatusText()).orElse("")
                        + said;
            }
        };
    }

    /** The service's own sentence: the {@code error} or {@code message} of its JSON, or the start of what it is. */
    private String words(String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        try {
            JsonNode json = mapper.readTree(body);
            for (String field : new String[] {"error", "message"}) {
                JsonNode node = json.path(field);
                if (node.isObject()) {
                    node = node.path("message");
                }
                if (node.isTextual()) {
                    return Words.shortened(node.asText());
                }
            }
        } catch (JsonProcessingException e) {
            // not JSON: its text, then
        }
        return body.stripLeading().startsWith("<") ? "a page of HTML" : Words.shortened(body.strip());
    }

    private static String words(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : Words.shortened(message);
    }

    Optional<Duration> retryAfter(Map<String, String> headers) {
        if (headers == null) {
            return Optional.empty();
        }
        return headers.entrySet().stream().filter(header -> "Retry-After".equalsIgnoreCase(header.getKey()))
                .map(header -> header.getValue().strip()).findFirst().flatMap(this::duration);
    }

    private Optional<Duration> duration(String value) {
        try {
            Duration wait = value.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(clock.instant(),
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            if (wait.isNegative()) {
                return Optional.empty();
            }
            return Optional.of(wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
