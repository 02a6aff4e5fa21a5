package io.camelnextmv.cloud;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns where this machine's clock and the service's differ. What waits in a broker is due by the clock of whoever has sent
 * it there, and how far a look for a lost run must reach back is told by the service's times: both are as good as the clock.
 */
public final class ClockSkew implements HttpRequestInterceptor, HttpResponseInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);
    private static final String SENT = ClockSkew.class.getName();
    private static final Duration TOLERATED = Duration.ofSeconds(2);
    /** A {@code Date} has whole seconds. */
    private static final Duration GRAIN = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofHours(1);
    private final Clock clock;
    private final AtomicReference<Instant> said = new AtomicReference<>(Instant.MIN);

    /** @param clock this machine's time */
    public ClockSkew(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
        context.setAttribute(SENT, clock.instant());
    }

    @Override
    public void process(HttpResponse response, EntityDetails entity, HttpContext context) {
        Header date = response.getFirstHeader(HttpHeaders.DATE);
        if (date == null || !(context.getAttribute(SENT) instanceof Instant sent)) {
            return;
        }
        Instant now = clock.instant();
        time(date.getValue()).flatMap(service -> ahead(service, sent, now)).ifPresent(ahead -> say(ahead, now));
    }

    /**
     * @param date a {@code Date} header
     * @return the time that it says, to the second; empty if it is none
     */
    public static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * By how much our clock is ahead at least, whatever the request has taken: the service has looked at its clock between
     * the two times.
     *
     * @param service  what the service's clock said
     * @param sent     when the request left, by ours
     * @param received when its answer came, by ours
     * @return negative where ours is behind; empty where the two may well be the same
     */
    public static Optional<Duration> ahead(Instant service, Instant sent, Instant received) {
        Duration ahead = Duration.between(service.plus(GRAIN), sent);
        Duration behind = Duration.between(received, service);
        return ahead.compareTo(TOLERATED) > 0 ? Optional.of(ahead)
                : behind.compareTo(TOLERATED) > 0 ? Optional.of(behind.negated()) : Optional.empty();
    }

    private void say(Duration ahead, Instant now) {
        Instant before = said.get();
        boolean quiet = !before.equals(Instant.MIN) && Duration.between(before, now).abs().compareTo(QUIET) < 0;
        if (!quiet && said.compareAndSet(before, now)) {
            LOG.warn("The clock of this machine is {} s {} the service's: delays are wrong by as much where gateways share a"
                    + " broker, and lost runs may not be found. Let NTP set it (timedatectl tells)",
                    ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
        }
    }
}
