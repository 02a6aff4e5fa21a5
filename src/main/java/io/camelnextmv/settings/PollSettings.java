package io.camelnextmv.settings;

import io.camelnextmv.await.OnTimeout;
import io.camelnextmv.await.Polling;
import io.camelnextmv.await.QueueSnapshots.Via;
import io.camelnextmv.retry.Backoff;
import java.time.Duration;

/**
 * The section "Waiting for a run".
 *
 * @param polling     the delays between checks, longer where events tell of most endings; their end, and what is done then
 * @param via         how a run's status is asked for
 * @param snapshotAge for how long an answer of the queue is shared
 * @param concurrency how many checks are made at the same time
 */
public record PollSettings(Polling polling, Via via, Duration snapshotAge, int concurrency) {
    static PollSettings of(SettingReader values, WebhookSettings webhook) {
        double multiplier = values.factor("nextmv.poll.multiplier", 1, 100);
        Backoff base = values.backoff("nextmv.poll.delay", multiplier, "nextmv.poll.max-delay");
        Backoff delays = webhook.spread(base);
        Backoff watched = base.longer(values.factor("nextmv.poll.queue-multiplier", 1, 100));
        Duration initial = values.duration("nextmv.poll.initial-delay", Duration.ZERO);
        Duration most = values.duration("nextmv.poll.max-duration", SettingReader.LEAST);
        Duration age = values.duration("nextmv.poll.snapshot-age", SettingReader.LEAST);
        // A run is asked for at the end of its time at the latest.
        return new PollSettings(new Polling(initial.compareTo(most) < 0 ? initial : most, delays,
                watched.delay().compareTo(delays.delay()) < 0 ? delays : watched,
                values.number("nextmv.poll.max-tries", 1, Integer.MAX_VALUE),
                most, values.choice("nextmv.poll.on-timeout", OnTimeout.class)), values.choice("nextmv.poll.via", Via.class),
                // Not longer than a run waits between two checks, or the second check would tell it nothing new.
                age.compareTo(delays.delay()) < 0 ? age : delays.delay(),
                values.withoutBlanksAround("nextmv.poll.concurrency").number("nextmv.poll.concurrency", 1, 200));
    }
}
