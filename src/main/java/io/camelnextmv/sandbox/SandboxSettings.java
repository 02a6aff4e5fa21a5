package io.camelnextmv.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How a {@link Sandbox} behaves. Start from {@link #defaults()} and change what matters. A value out of its range is
 * refused with an {@link IllegalArgumentException}.
 *
 * @param host                address to listen on, 127.0.0.1 by default
 * @param port                TCP port, 0 to 65535; 0 takes any free one; 8089 by default
 * @param apiKey              the one key that is accepted as {@code Authorization: Bearer}, {@code sandbox} by default
 * @param runTime             how long a run takes unless its option {@code duration} says otherwise, 2 s by default
 * @param concurrency         how many runs run at once, at least 1; the rest is queued; 4 by default
 * @param listLag             how long a new run stays unseen in the run list and in the account queue, zero by default
 * @param linkLifetime        how long a presigned URL is good for, whole milliseconds; 15 minutes by default
 * @param applications        the known applications; empty (the default) means any
 * @param unknownApplications applications that answer 404 whatever else is set; {@code unknown-app} by default
 * @param webhookTimeUnit     unit of {@code t} in {@code Nextmv-Signature}: seconds (the default) or milliseconds; the
 *                            vendor's documentation says one in its text and the other in its sample
 * @param webhookAttempts     how often an event is sent at most, at least 1; 4 by default
 * @param webhookRetryDelay   pause before an event is sent a second time, doubled each time; 1 s by default
 * @param limits              how many requests it takes, 429 for all else; none by default
 */
public record SandboxSettings(
        String host,
        int port,
        String apiKey,
        Duration runTime,
        int concurrency,
        Duration listLag,
        Duration linkLifetime,
        Set<String> applications,
        Set<String> unknownApplications,
        TimeUnit webhookTimeUnit,
        int webhookAttempts,
        Duration webhookRetryDelay,
        List<RateLimit> limits) {

    public SandboxSettings {
        Objects.requireNonNull(host, "host");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(!apiKey.isBlank(), "the API key must not be blank");
        require(!runTime.isNegative(), "the run time must not be negative");
        require(concurrency >= 1, "concurrency must be at least 1");
        require(!listLag.isNegative(), "the list lag must not be negative");
        require(!linkLifetime.isNegative(), "the lifetime of links must not be negative");
        require(webhookTimeUnit == TimeUnit.SECONDS || webhookTimeUnit == TimeUnit.MILLISECONDS,
                "the webhooks' time unit must be seconds or milliseconds");
        require(webhookAttempts >= 1, "an event must be sent at least once");
        require(!webhookRetryDelay.isNegative(), "the webhooks' retry delay must not be negative");
        applications = Set.copyOf(applications);
        unknownApplications = Set.copyOf(unknownApplications);
        limits = List.copyOf(limits);
    }

    /** @return the settings of a sandbox for people: 127.0.0.1:8089, key {@code sandbox}, 2 s a run, 4 at once */
    public static SandboxSettings defaults() {
        return new SandboxSettings("127.0.0.1", 8089, "sandbox", Duration.ofSeconds(2), 4, Duration.ZERO,
                Duration.ofMinutes(15), Set.of(), Set.of("unknown-app"), TimeUnit.SECONDS, 4, Duration.ofSeconds(1),
                List.of());
    }

    /**
     * @param value address to listen on
     * @return these settings with that host
     */
    public SandboxSettings withHost(String value) {
        return new SandboxSettings(value, port, apiKey, runTime, concurrency, listLag, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value TCP port, 0 for any free one
     * @return these settings with that port
     */
    public SandboxSettings withPort(int value) {
        return new SandboxSettings(host, value, apiKey, runTime, concurrency, listLag, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value the accepted API key
     * @return these settings with that key
     */
    public SandboxSettings withApiKey(String value) {
        return new SandboxSettings(host, port, value, runTime, concurrency, listLag, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value how long a run takes
     * @return these settings with that run time
     */
    public SandboxSettings withRunTime(Duration value) {
        return new SandboxSettings(host, port, apiKey, value, concurrency, listLag, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value how many runs run at once
     * @return these settings with that concurrency
     */
    public SandboxSettings withConcurrency(int value) {
        return new SandboxSettings(host, port, apiKey, runTime, value, listLag, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value how long a new run stays unseen in run list and queue
     * @return these settings with that lag
     */
    public SandboxSettings withListLag(Duration value) {
        return new SandboxSettings(host, port, apiKey, runTime, concurrency, value, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value how long a presigned URL is good for; zero makes links that have expired at once
     * @return these settings with that lifetime
     */
    public SandboxSettings withLinkLifetime(Duration value) {
        return new SandboxSettings(host, port, apiKey, runTime, concurrency, listLag, value, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value the known applications, empty for any
     * @return these settings with those applications
     */
    public SandboxSettings withApplications(Set<String> value) {
        return new SandboxSettings(host, port, apiKey, runTime, concurrency, listLag, linkLifetime, value,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param value applications that answer 404
     * @return these settings with those unknown applications
     */
    public SandboxSettings withUnknownApplications(Set<String> value) {
        return new SandboxSettings(host, port, apiKey, runTime, concurrency, listLag, linkLifetime, applications,
                value, webhookTimeUnit, webhookAttempts, webhookRetryDelay, limits);
    }

    /**
     * @param unit       unit of the signature's time: seconds or milliseconds
     * @param attempts   how often an event is sent at most
     * @param retryDelay pause before the second attempt, doubled each time
     * @return these settings with webhooks sent that way
     */
    public SandboxSettings withWebhooks(TimeUnit unit, int attempts, Duration retryDelay) {
        return new SandboxSettings(host, port, apiKey, runTime, concurrency, listLag, linkLifetime, applications,
                unknownApplications, unit, attempts, retryDelay, limits);
    }

    /**
     * @param value how many requests it takes
     * @return these settings with those limits
     */
    public SandboxSettings withLimits(List<RateLimit> value) {
        return new SandboxSettings(host, port, apiKey, runTime, concurrency, listLag, linkLifetime, applications,
                unknownApplications, webhookTimeUnit, webhookAttempts, webhookRetryDelay, value);
    }

    boolean knows(String application) {
        return !unknownApplications.contains(application)
                && (applications.isEmpty() || applications.contains(application));
    }

    /** @throws Refused 404 if there is no such application */
    String known(String application) throws Refused {
        if (!knows(application)) {
            throw Refused.notFound("there is no application " + application);
        }
        return application;
    }

    /** The key stays out of logs, so it stays out of this text. */
    @Override
    public String toString() {
        return "SandboxSettings[" + host + ":" + port + ", runTime=" + runTime + ", concurrency=" + concurrency + "]";
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
