package io.camelnextmv.settings;

import io.camelnextmv.limits.AccountLimits.Kind;
import io.camelnextmv.limits.Limit;
import java.time.Duration;
import java.util.Map;

/**
 * The settings of the sandbox.
 *
 * @param port        its port, 0 for any that is free
 * @param apiKey      the key that it accepts
 * @param runTime     how long a run takes
 * @param concurrency how many runs run at the same time
 * @param limits      how many requests it takes
 */
public record SandboxValues(int port, String apiKey, Duration runTime, int concurrency, Map<Kind, Limit> limits) {
    /**
     * @param files where they are read from
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    public static SandboxValues of(SettingsFiles files) {
        SettingReader values = new SettingReader(files::text);
        return new SandboxValues(values.number("nextmv.sandbox.port", 0, 65535),
                values.required("nextmv.sandbox.api-key", "give a key"),
                values.duration("nextmv.sandbox.run-time", Duration.ZERO),
                values.number("nextmv.sandbox.concurrency", 1, 100_000), values.limits("nextmv.sandbox.limits"));
    }
}
