package io.camelnextmv.settings;

import io.camelnextmv.await.Check.Polling;
import io.camelnextmv.cloud.HttpStack.Way;
import io.camelnextmv.cloud.Proxies;
import io.camelnextmv.cloud.Trust;
import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.Extras.Wanted;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The gateway's settings, checked. What each means is said in {@code config/application.properties}.
 *
 * @param url           where the API is
 * @param apiKey        the key
 * @param applicationId the application
 * @param instanceId    the instance, empty for the default one
 * @param http          the bounds of requests
 * @param folders       the folders
 * @param settle        how long a file must not have changed
 * @param ignore        further patterns of names that are left in the inbox
 * @param polling       how runs are waited for
 * @param checks        how many checks at the same time
 * @param submissions   how many submissions at the same time
 * @param maxInFlight   how many tickets at the same time
 * @param lookUpDelay   the first delay between looks for a run in doubt
 * @param retry         the delays after faults
 * @param durability    how far a write must have come
 * @param runs          what runs are started with
 * @param archives      how much an archive may hold
 * @param extras        which logs and assets are wanted
 * @param inboxes       the inboxes beside the main one
 */
public record Settings(String url, String apiKey, String applicationId, Optional<String> instanceId, Http http, Folders folders,
        Duration settle, List<String> ignore, Polling polling, int checks, int submissions, int maxInFlight,
        Duration lookUpDelay, Backoff retry, int maxUnexpected, Durability durability, RunSpec runs, Tarball archives,
        Wanted extras, List<NamedInbox> inboxes) {
    /**
     * The bounds of requests.
     *
     * @param connectTimeout  how long a connection may take
     * @param responseTimeout how long the service may keep silent
     * @param downloads       how many bytes an output or an asset may have
     * @param way             by which proxy they go, and whom they trust
     */
    public record Http(Duration connectTimeout, Duration responseTimeout, long downloads, Way way) {
    }

    /** @return the folders of all inboxes, the main one first */
    public List<Path> inboxFolders() {
        return Stream.concat(Stream.of(folders.inbox()), inboxes.stream().map(named -> named.inbox().folder())).toList();
    }

    private static final Duration NONE = Duration.ZERO;
    private static final Duration LEAST = Duration.ofMillis(1);

    /**
     * Reads and checks the settings.
     *
     * @param lookup gives the text of a setting, null where there is none
     * @param names  the names of all that are given, among which those of the options are
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    public static Settings of(Function<String, String> lookup, Collection<String> names) {
        SettingReader values = new SettingReader(lookup);
        String url = url(values);
        String key = values.required("nextmv.api-key",
                "set it in config/application.properties, as NEXTMV_API_KEY, or in ~/.nextmv/config.yaml");
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadSetting("nextmv.api-key holds blanks or other characters that no key has");
        }
        String application = values.id("nextmv.application-id").orElseThrow(() -> new BadSetting(
                "nextmv.application-id is missing: set it in config/application.properties or as"
                        + " NEXTMV_APPLICATION_ID"));
        Optional<String> instance = values.id("nextmv.instance-id");
        Duration settle = values.duration("nextmv.inbox.settle", NONE);
        values.duration("nextmv.inbox.delay", LEAST);
        Http http = new Http(values.duration("nextmv.http.connect-timeout", LEAST),
                values.duration("nextmv.http.response-timeout", LEAST),
                values.number("nextmv.download.max-bytes", 1L, Long.MAX_VALUE), way(values));
        // Empty, it would make the folders those of the root: /inbox, /work.
        values.required("nextmv.home", "give the folder that holds the others");
        camel(values);
        brokers(values);
        Folders folders = Folders.of(values);
        RunSpec runs = RunSpecs.checked(RunSpecs.of(values, names));
        return new Settings(url, key, application, instance, http, folders, settle, ignore(values), polling(values),
                values.number("nextmv.poll.concurrency", 1, 200),
                values.number("nextmv.submit.concurrency", 1, 20), values.number("nextmv.max-in-flight", 1, 1_000_000),
                values.duration("nextmv.submit.look-up-delay", LEAST),
                backoff(values, "nextmv.retry.delay", 2, "nextmv.retry.max-delay"),
                values.number("nextmv.retry.max-unexpected", 1, 1_000_000),
                values.choice("nextmv.durability", Durability.class),
                runs,
                new Tarball(values.number("nextmv.archive.max-entries", 1, Integer.MAX_VALUE),
                        values.number("nextmv.archive.max-bytes", 1L, Long.MAX_VALUE)),
                new Wanted(values.choice("nextmv.deliver.logs", Extras.Logs.class),
                        values.flag("nextmv.deliver.assets"),
                        values.choice("nextmv.deliver.extras", Extras.Place.class)),
                NamedInbox.all(lookup, names, folders, new Inbox(folders.inbox(), application, instance, runs)));
    }

    private static List<String> ignore(SettingReader values) {
        List<String> patterns = values.text("nextmv.inbox.ignore").map(list -> Stream.of(list.split(","))
                .map(String::strip).filter(pattern -> !pattern.isEmpty()).toList()).orElse(List.of());
        patterns.stream().filter(pattern -> pattern.indexOf('/') >= 0 || pattern.matches("[*]+")).findFirst()
                .ifPresent(pattern -> {
                    throw new BadSetting("nextmv.inbox.ignore has the pattern \"" + pattern + "\": a pattern is a"
                            + " file's name without a folder, with * for any letters and ? for one, and not * alone");
                });
        return patterns;
    }

    private static Way way(SettingReader values) {
        try {
            Proxies proxies = Proxies.of(values.text("nextmv.http.proxy").orElse(""), System::getProperty, System::getenv);
            String version = Settings.class.getPackage().getImplementationVersion();
            return new Way(proxies, Trust.of(values.text("nextmv.http.trust-store").orElse(""),
                    values.text("nextmv.http.trust-store-password").orElse("")),
                    "camel-nextmv/" + (version == null ? "unpackaged" : version));
        } catch (IllegalArgumentException e) {
            throw new BadSetting(e.getMessage());
        }
    }

    private static Polling polling(SettingReader values) {
        double multiplier = values.factor("nextmv.poll.multiplier", 1, 100);
        return new Polling(values.duration("nextmv.poll.initial-delay", NONE),
                backoff(values, "nextmv.poll.delay", multiplier, "nextmv.poll.max-delay"),
                values.number("nextmv.poll.max-tries", 1, Integer.MAX_VALUE),
                values.duration("nextmv.poll.max-duration", LEAST));
    }

    private static Backoff backoff(SettingReader values, String delayKey, double multiplier, String maxKey) {
        Duration delay = values.duration(delayKey, LEAST);
        Duration max = values.duration(maxKey, LEAST);
        if (max.compareTo(delay) < 0) {
            throw new BadSetting(maxKey + " is shorter than " + delayKey);
        }
        return new Backoff(delay, multiplier, max);
    }

    private static String url(SettingReader values) {
        String text = values.required("nextmv.url", "give the address of the API");
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && text.equals(values.raw("nextmv.url")) && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null
                    && !text.endsWith("/")) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        if (text.contains("@")) {
            // What stands before the @ may be a password: not even this line repeats it.
            throw new BadSetting("nextmv.url names a user or a password (it holds an @), which would be seen wherever the"
                    + " address is: it must be an address such as https://api.cloud.nextmv.io");
        }
        throw new BadSetting("nextmv.url is \"" + text + "\": it must be an address such as"
                + " https://api.cloud.nextmv.io, without a slash or a blank at its end");
    }

    private static void brokers(SettingReader values) {
        String text = values.required("nextmv.kafka.brokers", "give the brokers, such as localhost:9092");
        if (!text.matches("[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*")) {
            throw new BadSetting("nextmv.kafka.brokers is \"" + text
                    + "\": brokers are written host:port, with commas between them");
        }
    }

    /** Camel takes numbers that are none in silence; those that we show are checked here, where they are given. */
    private static void camel(SettingReader values) {
        values.optional("camel.main.shutdownTimeout", key -> values.number(key, 1, 3600));
        values.optional("camel.management.enabled", values::flag);
        values.optional("camel.management.port", key -> values.number(key, 0, 65535));
    }
}
