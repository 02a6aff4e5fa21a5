package io.camelnextmv.settings;

import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.Extras.Wanted;
import java.util.Collection;
import java.util.function.Function;

/**
 * The settings, checked: a record for each section of {@code config/application.properties}, where it is said what each
 * means. Those of the sandbox are {@link SandboxValues}; what only the profiles and Camel itself use is checked here too.
 *
 * @param cloud      the service
 * @param folders    folders and inboxes
 * @param endpoints  where messages come from, and where answers go; the queue of many gateways
 * @param runs       what runs are started with
 * @param sizes      how large inputs and outputs may be
 * @param extras     what is delivered beside the output
 * @param poll       how runs are waited for
 * @param webhook    how events are taken
 * @param resilience how much at once, and what when things fail
 */
public record Settings(CloudSettings cloud, FolderSettings folders, Endpoints endpoints, RunSettings runs,
        SizeSettings sizes, Wanted extras, PollSettings poll, WebhookSettings webhook, ResilienceSettings resilience) {
    /**
     * Reads and checks the settings.
     *
     * @param lookup gives the text of a setting, null where there is none
     * @param names  the names of all that are given, among which those of the options are
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    static Settings of(Function<String, String> lookup, Collection<String> names) {
        SettingReader values = new SettingReader(lookup);
        CloudSettings cloud = CloudSettings.of(values);
        checkCamel(values);
        checkKafka(values);
        RunSettings runs = RunSettings.of(values, names);
        FolderSettings folders = FolderSettings.of(lookup, names, cloud, runs);
        WebhookSettings webhook = WebhookSettings.of(values);
        return new Settings(cloud, folders, Endpoints.of(values), runs, SizeSettings.of(values), extras(values),
                PollSettings.of(values, webhook), webhook, ResilienceSettings.of(values));
    }

    private static Wanted extras(SettingReader values) {
        return new Wanted(values.choice("nextmv.deliver.logs", Extras.Logs.class), values.flag("nextmv.deliver.assets"),
                values.choice("nextmv.deliver.extras", Extras.Place.class));
    }

    /** Of the profile kafka, whose client would say less. */
    private static void checkKafka(SettingReader values) {
        String text = values.required("nextmv.kafka.brokers", "give the brokers, such as localhost:9092");
        if (!text.matches("[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*")) {
            throw new BadSetting("nextmv.kafka.brokers is \"" + text
                    + "\": brokers are written host:port, with commas between them");
        }
    }

    /** Camel takes numbers that are none in silence; those that we show are checked here, where they are given. */
    private static void checkCamel(SettingReader values) {
        values.optional("camel.main.shutdownTimeout", key -> values.number(key, 1, 3600));
        values.optional("camel.management.enabled", values::flag);
        values.optional("camel.management.port", key -> values.number(key, 0, 65535));
    }
}
