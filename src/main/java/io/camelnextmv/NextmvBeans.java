package io.camelnextmv;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.await.Check;
import io.camelnextmv.await.Patience;
import io.camelnextmv.await.Timers;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.CloudClient;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.OutageSwitch;
import io.camelnextmv.cloud.StorageVerdict;
import io.camelnextmv.cloud.Verdict;
import io.camelnextmv.deliver.Delivery;
import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.Outputs;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.pickup.Claim;
import io.camelnextmv.pickup.Door;
import io.camelnextmv.pickup.SettledFiles;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.KnownSettings;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.submit.Submission;
import io.camelnextmv.submit.Uploads;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Recovery;
import io.camelnextmv.ticket.TicketStore;
import java.io.File;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the beans of the routes are made. */
public final class NextmvBeans implements CamelConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(NextmvBeans.class);

    @Override
    public void configure(CamelContext context) {
        Settings settings = settings(context);
        Folders folders = settings.folders().prepared();
        Clock clock = Clock.systemUTC();
        List<Inbox> inboxes = List.of(new Inbox(folders.inbox(), settings.applicationId(), settings.instanceId(),
                settings.runs()));
        ObjectMapper mapper = mapper();
        Registry registry = context.getRegistry();

        TicketStore tickets = new TicketStore(folders.work(), folders.archive(), settings.durability(), mapper, clock);
        Recovery recovery = new Recovery(tickets, inboxes);
        Inputs inputs = new Inputs(tickets, settings.archives(), mapper);
        Extras extras = new Extras(tickets, settings.extras(), settings.durability(), mapper);
        Faults faults = new Faults(mapper, clock);
        OutageSwitch outage = new OutageSwitch(settings.retry().delay(), settings.retry().maxDelay(), clock);
        InDoubt inDoubt = new InDoubt(tickets, settings.lookUpDelay(), settings.polling().maxDuration(), clock);
        Door door = new Door(tickets, outage, settings.maxInFlight(), settings.retry().delay(), clock);
        Timers timers = new Timers(settings.checks());
        AtomicBoolean stopping = new AtomicBoolean();
        Stop stop = new Stop(stopping, timers, tickets, recovery);

        registry.bind("nextmvSettledFiles", new SettledFiles(settings.settle(), clock));
        registry.bind("nextmvOldestFirst", Comparator.comparingLong(GenericFile<File>::getLastModified));
        registry.bind("nextmvDoor", door);
        registry.bind("nextmvClaim", new Claim(tickets, door, inboxes, settings.settle(), clock));
        registry.bind("nextmvTakeOver", new TakeOver(recovery, inDoubt, door));
        registry.bind("nextmvTickets", tickets);
        registry.bind("nextmvInDoubt", inDoubt);
        registry.bind("nextmvSubmission", new Submission(tickets, inDoubt, outage, settings.settle(),
                settings.polling().maxDuration(), inputs, SidecarFile::read, clock));
        registry.bind("nextmvUploads", new Uploads(tickets, inputs, outage, clock));
        registry.bind("nextmvCheck", new Check(tickets, settings.polling(), clock));
        registry.bind("nextmvDelivery", new Delivery(tickets, Map.of(Fate.OUTPUT, folders.outbox(), Fate.ERROR,
                folders.errors(), Fate.CANCELED, folders.canceled()), settings.durability(), extras, mapper));
        registry.bind("nextmvExtras", extras);
        registry.bind("nextmvOutputs", new Outputs(tickets, settings.archives(), settings.durability(), mapper));
        registry.bind("nextmvOutage", outage);
        registry.bind("nextmvVerdict", new Verdict(faults, outage));
        registry.bind("nextmvStorageVerdict", new StorageVerdict(faults));
        registry.bind("nextmvPatience", new Patience(settings.retry(), faults, NextmvHeaders.TICKET, stopping));
        registry.bind("nextmvTimers", timers);
        registry.bind("nextmvStop", stop);
        registry.bind("nextmvHealth", new Health(outage, tickets));
        registry.bind("nextmvCloudClient", new CloudClient(Optional.of(settings.apiKey()),
                settings.http().connectTimeout(), settings.http().responseTimeout()));
        registry.bind("nextmvStorageClient", new CloudClient(Optional.empty(), settings.http().connectTimeout(),
                settings.http().responseTimeout()));
        new CloudAnswers(mapper).addTo(context.getTypeConverterRegistry());
        context.getManagementStrategy().addEventNotifier(stop);
        say(settings, folders);
    }

    private static Settings settings(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        // What the command line and the environment give is among the properties; looked up again by Camel, the
        // environment would win over the command line.
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        KnownSettings known = new KnownSettings();
        known.check(properties.loadPropertiesAsMap().keySet());
        known.check(System.getProperties().stringPropertyNames());
        known.strangers(System.getenv().keySet()).forEach(LOG::warn);
        Set<String> names = new TreeSet<>(System.getProperties().stringPropertyNames());
        properties.loadPropertiesAsMap().keySet().forEach(name -> names.add(name.toString()));
        return Settings.of(key -> properties.resolveProperty(key).orElse(null), names);
    }

    private static ObjectMapper mapper() {
        return JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    }

    private static void say(Settings settings, Folders folders) {
        LOG.info("Watching {}, running application {}{} at {}", folders.inbox(), settings.applicationId(),
                settings.instanceId().map(id -> ", instance " + id).orElse(""), settings.url());
        LOG.info("Outputs: {}  errors: {}  canceled: {}", folders.outbox(), folders.errors(), folders.canceled());
        LOG.info("On their way: {}  archive: {}", folders.work(), folders.archive());
    }
}
