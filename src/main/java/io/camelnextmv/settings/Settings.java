package io.camelnextmv.settings;

import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.Extras.Wanted;
import io.camelnextmv.ticket.ConsolePages;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
 * @param posted     inputs that are posted
 * @param page       the status page
 * @param resilience how much at once, and what when things fail
 * @param retention  how long things are kept
 */
public record Settings(CloudSettings cloud, FolderSettings folders, Endpoints endpoints, RunSettings runs, SizeSettings sizes,
        Wanted extras, PollSettings poll, WebhookSettings webhook, HttpInputsSettings posted,
        PageSettings page, ResilienceSettings resilience, RetentionSettings retention) {
    /**
     * Reads and checks the settings.
     *
     * @param lookup gives the text of a setting, null where there is none
     * @param names  the names of all that are given, among which those of the options are
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    static Settings of(Function<String, String> lookup, Collection<String> names) {
        return of(lookup, names, Optional.empty());
    }

    /**
     * The same, where the key was found in the file of the vendor's tools.
     *
     * @param lookup gives the text of a setting, null where there is none
     * @param names  the names of all that are given, among which those of the options are
     * @param vendor that file; empty where it was not asked
     * @return the settings
     * @throws BadSetting at the first one that cannot be
     */
    static Settings of(Function<String, String> lookup, Collection<String> names, Optional<VendorConfig> vendor) {
        SettingReader values = new SettingReader(lookup);
        CloudSettings cloud = CloudSettings.of(values, vendor);
        checkCamel(values);
        checkKafka(values);
        RunSettings runs = RunSettings.of(values, names);
        FolderSettings folders = FolderSettings.of(lookup, names, cloud, runs);
        WebhookSettings webhook = WebhookSettings.of(values);
        return new Settings(cloud, folders, Endpoints.of(values), runs, SizeSettings.of(values), extras(values),
                PollSettings.of(values, webhook), webhook, HttpInputsSettings.of(values), PageSettings.of(values),
                ResilienceSettings.of(values), RetentionSettings.of(values));
    }

    /** @return where people look at runs */
    public ConsolePages console() {
        return new ConsolePages(cloud.account().console(), folders.inboxes().stream()
                .filter(inbox -> inbox.account().isPresent())
                .collect(Collectors.toMap(NamedInbox::name, inbox -> inbox.account().orElseThrow().console())));
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
