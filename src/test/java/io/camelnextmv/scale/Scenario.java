package io.camelnextmv.scale;

import io.camelnextmv.await.OnTimeout;
import io.camelnextmv.await.Polling;
import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import io.camelnextmv.retry.Backoff;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * One account and what is asked of it.
 *
 * @param load     the inputs
 * @param account  what the account allows
 * @param gateways who works for it
 * @param way      how long the way takes
 */
record Scenario(Load load, Account account, Gateways gateways, Way way) {
    /**
     * The inputs of one account.
     *
     * @param perDay how many
     * @param swing  by how much there are more at noon and fewer at midnight, 0 to 1; below zero: all at once
     * @param times  how long their runs take
     */
    record Load(double perDay, double swing, RunTimes times) {
        double perSecond() {
            return perDay / 86_400;
        }

        double peakPerSecond() {
            return perSecond() * (1 + Math.max(0, swing));
        }
    }

    /**
     * What an account allows.
     *
     * @param limits     its limits of requests
     * @param concurrent how many of its runs go on at the same time; the others are queued by the service
     * @param pageSize   how many runs a page of its queue names; 0: all
     */
    record Account(Map<Kind, Limit> limits, int concurrent, int pageSize) {
    }

    /**
     * The gateways of one account, each with an equal share, and with the settings as they ship.
     *
     * @param count       how many
     * @param maxInFlight {@code nextmv.max-in-flight}
     * @param slots       {@code nextmv.submit.concurrency}
     * @param polling     {@code nextmv.poll.*}
     * @param age         {@code nextmv.poll.snapshot-age}
     */
    record Gateways(int count, int maxInFlight, int slots, Polling polling, Duration age) {
        Gateways of(int many) {
            return new Gateways(many, maxInFlight, slots, polling, age);
        }

        Gateways holding(int most) {
            return new Gateways(count, most, slots, polling, age);
        }
    }

    /**
     * How long the way takes.
     *
     * @param request a request and its answer, the median
     * @param spread  of requests: the sigma of their logarithm
     * @param disk    from the answer with the output to its file
     */
    record Way(Duration request, double spread, Duration disk) {
    }

    /** The limits as the settings write them. */
    static Map<Kind, Limit> limits(String runs, String results, String requests) {
        Map<Kind, Limit> limits = new EnumMap<>(Kind.class);
        limits.put(Kind.RUNS, limit(runs));
        limits.put(Kind.RESULTS, limit(results));
        limits.put(Kind.REQUESTS, limit(requests));
        return limits;
    }

    private static Limit limit(String text) {
        String[] parts = text.split("/");
        String period = Character.isDigit(parts[1].charAt(0)) ? parts[1] : "1" + parts[1];
        return new Limit(Long.parseLong(parts[0]), duration(period));
    }

    private static Duration duration(String text) {
        return text.endsWith("d") ? Duration.ofDays(Long.parseLong(text.replace("d", "")))
                : text.endsWith("ms") ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }

    /** The settings of one gateway as they ship. */
    static Gateways shipped() {
        Properties settings = settings();
        Backoff delays = new Backoff(duration(settings.getProperty("nextmv.poll.delay")),
                Double.parseDouble(settings.getProperty("nextmv.poll.multiplier")),
                duration(settings.getProperty("nextmv.poll.max-delay")));
        Duration age = duration(settings.getProperty("nextmv.poll.snapshot-age"));
        return new Gateways(1, number(settings, "nextmv.max-in-flight"), number(settings, "nextmv.submit.concurrency"),
                new Polling(duration(settings.getProperty("nextmv.poll.initial-delay")), delays,
                        delays.longer(Double.parseDouble(settings.getProperty("nextmv.poll.queue-multiplier"))),
                        number(settings, "nextmv.poll.max-tries"), duration(settings.getProperty("nextmv.poll.max-duration")),
                        OnTimeout.REPORT),
                age.compareTo(delays.delay()) < 0 ? age : delays.delay());
    }

    /** The limits as they ship. */
    static Map<Kind, Limit> shippedLimits() {
        Properties settings = settings();
        return limits(settings.getProperty("nextmv.limit.runs"), settings.getProperty("nextmv.limit.results"),
                settings.getProperty("nextmv.limit.requests"));
    }

    private static int number(Properties settings, String name) {
        return Integer.parseInt(settings.getProperty(name));
    }

    private static Properties settings() {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("config", "application.properties"))) {
            settings.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** A time as people write it. */
    static String time(double seconds) {
        return seconds < 1 ? Math.round(seconds * 1000) + " ms" : seconds < 10 ? Math.round(seconds * 10) / 10.0 + " s"
                : seconds < 120 ? Math.round(seconds) + " s" : seconds < 7200 ? Math.round(seconds / 60) + " min"
                : Math.round(seconds / 3600) + " h";
    }
}
