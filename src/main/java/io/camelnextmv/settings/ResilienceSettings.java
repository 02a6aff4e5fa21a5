package io.camelnextmv.settings;

import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.Durability;
import java.time.Duration;

/**
 * The section "How much at once, and what when things fail".
 *
 * @param maxInFlight   how many tickets at the same time
 * @param submissions   how many submissions at the same time
 * @param lookUpDelay   the first delay between looks for a run in doubt
 * @param retry         the delays after faults
 * @param giveUps       after how long what the service fails at is given up
 * @param maxUnexpected how often in a row a ticket may meet an unexpected exception
 * @param durability    how far a write must have come
 */
public record ResilienceSettings(int maxInFlight, int submissions, Duration lookUpDelay, Backoff retry, GiveUps giveUps,
        int maxUnexpected, Durability durability) {
    /**
     * After how long what the service fails at, for one ticket alone, is given up.
     *
     * @param submission the request that starts the run
     * @param step       every other step
     */
    public record GiveUps(Duration submission, Duration step) {
    }

    static ResilienceSettings of(SettingReader values) {
        return new ResilienceSettings(values.number("nextmv.max-in-flight", 1, 1_000_000),
                values.number("nextmv.submit.concurrency", 1, 20),
                values.duration("nextmv.submit.look-up-delay", SettingReader.LEAST),
                values.backoff("nextmv.retry.delay", 2, "nextmv.retry.max-delay"),
                new GiveUps(values.duration("nextmv.submit.give-up", SettingReader.LEAST),
                        values.duration("nextmv.retry.give-up", SettingReader.LEAST)),
                values.number("nextmv.retry.max-unexpected", 1, 1_000_000),
                values.choice("nextmv.durability", Durability.class));
    }
}
