package io.camelnextmv.settings;

import io.camelnextmv.limits.AccountLimits;
import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.Durability;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

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
 * @param limits       the account\'s limits, and our part of them
 */
public record ResilienceSettings(int maxInFlight, int submissions, Duration lookUpDelay, Backoff retry, GiveUps giveUps,
        int maxUnexpected, Durability durability, AccountLimits limits) {
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
                values.withoutBlanksAround("nextmv.submit.concurrency").number("nextmv.submit.concurrency", 1, 20),
                values.duration("nextmv.submit.look-up-delay", SettingReader.LEAST),
                values.backoff("nextmv.retry.delay", 2, "nextmv.retry.max-delay"),
                new GiveUps(values.duration("nextmv.submit.give-up", SettingReader.LEAST),
                        values.duration("nextmv.retry.give-up", SettingReader.LEAST)),
                values.number("nextmv.retry.max-unexpected", 1, 1_000_000),
                values.choice("nextmv.durability", Durability.class), limits(values));
    }

    private static AccountLimits limits(SettingReader values) {
        Map<Kind, Limit> limits = new EnumMap<>(Kind.class);
        values.limit("nextmv.limit.runs").ifPresent(limit -> limits.put(Kind.RUNS, limit));
        values.limit("nextmv.limit.results").ifPresent(limit -> limits.put(Kind.RESULTS, limit));
        values.limit("nextmv.limit.requests").ifPresent(limit -> limits.put(Kind.REQUESTS, limit));
        return new AccountLimits(limits, values.share("nextmv.limit.share"));
    }
}
