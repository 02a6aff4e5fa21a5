package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.ticket.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sections say, of settings that Camel has resolved. */
class SettingsTest {
    private final Properties given = new Properties();

    @BeforeEach
    void defaults() throws IOException {
        try (var defaults = getClass().getClassLoader().getResourceAsStream(KnownSettings.DEFAULTS)) {
            given.load(defaults);
        }
        given.replaceAll((name, value) -> value.toString().replace("{{nextmv.home}}", "/srv/data")
                .replace("{{camel.management.enabled}}", "false").replace("{{nextmv.download.max-bytes}}", "700MiB")
                .replace("{{nextmv.limit.unpacked}}", "2.5GiB"));
        given.setProperty("nextmv.home", "/srv/data");
        given.setProperty("nextmv.api-key", "very-secret");
        given.setProperty("nextmv.application-id", "routing");
        given.remove("camel.management.enabled");
    }

    private Settings settings() {
        return Settings.of(given::getProperty, given.stringPropertyNames());
    }

    @Test
    void withoutEventsTheDelaysBetweenChecksAreAsTheyAreGiven() {
        PollSettings poll = settings().poll();

        assertThat(poll.polling().backoff().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(poll.polling().backoff().maxDelay()).isEqualTo(Duration.ofSeconds(20));
        assertThat(poll.snapshotAge()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whereEventsAreTakenTheDelaysAreLongerButNeitherTheFirstOneNorTheWhole() {
        given.setProperty("nextmv.webhook.enabled", "true");
        given.setProperty("nextmv.webhook.id", "hook");

        PollSettings poll = settings().poll();

        assertThat(poll.polling().backoff().delay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(poll.polling().backoff().maxDelay()).isEqualTo(Duration.ofSeconds(100));
        assertThat(poll.polling().initialDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(poll.polling().maxDuration()).isEqualTo(Duration.ofHours(4));
    }

    @Test
    void aRunIsAskedForAtTheEndOfItsTimeAtTheLatest() {
        given.setProperty("nextmv.poll.initial-delay", "1h");
        given.setProperty("nextmv.poll.max-duration", "5m");

        assertThat(settings().poll().polling().initialDelay()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void anAnswerOfTheQueueIsNotSharedForLongerThanARunWaitsBetweenTwoChecks() {
        given.setProperty("nextmv.poll.delay", "200ms");
        given.setProperty("nextmv.poll.snapshot-age", "3s");

        assertThat(settings().poll().snapshotAge()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void theInboxesBesideTheMainOneShareWorkAndArchiveWithIt() {
        given.setProperty("nextmv.inboxes", "other");
        given.setProperty("nextmv.inboxes.other.application-id", "packing");

        FolderSettings folders = settings().folders();

        assertThat(folders.control()).isEqualTo(Path.of("/srv/data/control"));
        assertThat(folders.allInboxes()).containsExactly(Path.of("/srv/data/inbox"), Path.of("/srv/data/other/inbox"));
        assertThat(folders.all()).extracting(Folders::work).containsOnly(Path.of("/srv/data/work"));
        assertThat(folders.inboxes()).extracting(NamedInbox::inbox).extracting(Inbox::applicationId)
                .containsExactly("packing");
    }

    @Test
    void noSecretIsShown() {
        given.setProperty("nextmv.webhook.secret", "very-secret too");

        assertThat(settings().toString()).contains("routing").doesNotContain("very-secret");
    }
}
