package io.camelnextmv.settings;

import io.camelnextmv.await.Check.OnTimeout;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The settings by which runs on their way are steered, checked. What each means is said in
 * {@code config/application.properties}.
 *
 * @param home      the folder that holds {@code control/}
 * @param onTimeout what is done with a run whose time is up
 */
public record Steering(Path home, OnTimeout onTimeout) {
    /**
     * Reads and checks the settings.
     *
     * @param lookup gives the text of a setting, null where there is none
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    public static Steering of(Function<String, String> lookup) {
        Values values = new Values(lookup);
        return new Steering(values.folder("nextmv.home"),
                values.choice("nextmv.poll.on-timeout", OnTimeout.class));
    }
}
