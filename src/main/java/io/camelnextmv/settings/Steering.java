package io.camelnextmv.settings;

import io.camelnextmv.await.Check.OnTimeout;
import io.camelnextmv.await.Check.Polling;
import io.camelnextmv.await.QueueSnapshots.Via;
import io.camelnextmv.retry.Backoff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings by which runs on their way are steered, checked. What each means is said in
 * {@code config/application.properties}.
 *
 * @param home      the folder that holds {@code control/}
 * @param onTimeout what is done with a run whose time is up
 * @param giveUps   after how long what the service fails at is given up
 * @param queue     whether the account's queue is asked for all
 * @param webhook   whether and how events are taken
 */
public record Steering(Path home, OnTimeout onTimeout, GiveUps giveUps, Queue queue, Webhook webhook) {
    /**
     * After how long what the service fails at, for one ticket alone, is given up.
     *
     * @param submission the request that starts the run
     * @param step       every other step
     */
    public record GiveUps(Duration submission, Duration step) {
    }

    /**
     * Whether the account's queue is asked for all.
     *
     * @param via how a run's status is asked for
     * @param age for how long a snapshot of the queue is shared
     */
    public record Queue(Via via, Duration age) {
    }

    /**
     * How events are taken.
     *
     * @param enabled        whether they are
     * @param secret         what they are signed with, empty where it is fetched
     * @param pollMultiplier by how much longer the delays between checks are then
     */
    public record Webhook(boolean enabled, Optional<String> secret, double pollMultiplier) {
        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "Webhook[enabled=" + enabled + "]";
        }
    }

    /**
     * Reads and checks the settings.
     *
     * @param lookup gives the text of a setting, null where there is none
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    public static Steering of(Function<String, String> lookup) {
        SettingReader values = new SettingReader(lookup);
        return new Steering(values.folder("nextmv.home"),
                values.choice("nextmv.poll.on-timeout", OnTimeout.class),
                new GiveUps(values.duration("nextmv.submit.give-up", Duration.ofMillis(1)),
                        values.duration("nextmv.retry.give-up", Duration.ofMillis(1))),
                new Queue(values.choice("nextmv.poll.via", Via.class),
                        values.duration("nextmv.poll.snapshot-age", Duration.ofMillis(1))), webhook(values));
    }

    private static Webhook webhook(SettingReader values) {
        boolean enabled = values.flag("nextmv.webhook.enabled");
        values.required("nextmv.webhook.host", "give the address to listen on, such as 127.0.0.1");
        values.number("nextmv.webhook.port", 0, 65_535);
        String path = values.required("nextmv.webhook.path", "give a path such as /nextmv/webhook");
        if (!path.matches("(/[A-Za-z0-9_.~-]+)+")) {
            throw new BadSetting("nextmv.webhook.path is \"" + path + "\": it must be a path such as /nextmv/webhook");
        }
        Optional<String> secret = values.text("nextmv.webhook.secret");
        if (enabled && secret.isEmpty() && values.id("nextmv.webhook.id").isEmpty()) {
            throw new BadSetting("nextmv.webhook.enabled is true, but neither nextmv.webhook.id nor"
                    + " nextmv.webhook.secret is set: events could not be checked");
        }
        return new Webhook(enabled, secret, values.factor("nextmv.webhook.poll-multiplier", 1, 100));
    }

    /**
     * The delays between checks as they are where events tell of most endings.
     *
     * @param polling how runs are waited for without events
     * @return the same, with longer delays where events are taken
     */
    public Polling spread(Polling polling) {
        if (!webhook.enabled()) {
            return polling;
        }
        Backoff delays = polling.backoff();
        return new Polling(polling.initialDelay(), new Backoff(longer(delays.delay()), delays.multiplier(),
                longer(delays.maxDelay())), polling.maxTries(), polling.maxDuration());
    }

    /**
     * For how long an answer of the queue is shared: not longer than a run waits between two checks, or the second check
     * would tell it nothing new.
     *
     * @param polling how runs are waited for without events
     * @return the time
     */
    public Duration ageOfSnapshots(Polling polling) {
        Duration between = spread(polling).backoff().delay();
        return queue.age().compareTo(between) < 0 ? queue.age() : between;
    }

    private Duration longer(Duration delay) {
        return Duration.ofMillis(Math.round(delay.toMillis() * webhook.pollMultiplier()));
    }
}
