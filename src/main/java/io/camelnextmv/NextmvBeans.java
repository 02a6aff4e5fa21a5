package io.camelnextmv;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.await.Check;
import io.camelnextmv.await.QueueSnapshots;
import io.camelnextmv.await.SteadyClock;
import io.camelnextmv.await.Waiters;
import io.camelnextmv.bus.BrokerStep;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.deliver.Destinations;
import io.camelnextmv.deliver.ErrorLog;
import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.FolderDelivery;
import io.camelnextmv.deliver.GracePeriod;
import io.camelnextmv.reply.OutcomeMessages;
import io.camelnextmv.deliver.Outcomes;
import io.camelnextmv.deliver.Outputs;
import io.camelnextmv.deliver.Reports;
import io.camelnextmv.failure.ErrorBoundary;
import io.camelnextmv.failure.FailingSteps;
import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.failure.HeldSteps;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.failure.ProcessHealth;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.Packing;
import io.camelnextmv.pickup.Admission;
import io.camelnextmv.pickup.Claim;
import io.camelnextmv.pickup.ClaimChecks;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.pickup.ListeningPolicy;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.pickup.PickUpRoutes;
import io.camelnextmv.pickup.SettledFiles;
import io.camelnextmv.reply.PendingReplies;
import io.camelnextmv.reply.ReplyWhenDone;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.Endpoints;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.KnownSettings;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.settings.SettingsFiles;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.settings.Steering;
import io.camelnextmv.steer.Cancel;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.steer.Wishes;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.FailedSubmissions;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.submit.Rejection;
import io.camelnextmv.submit.Submission;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.submit.Submitters;
import io.camelnextmv.submit.TakeOver;
import io.camelnextmv.submit.UnfinishedInputs;
import io.camelnextmv.submit.Uploads;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.webhook.Events;
import io.camelnextmv.webhook.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.SimpleTypeConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the beans of the routes are made. Nothing else of a context is touched, so that any application can
 * use them: by {@code camel.main.configurationClasses = io.camelnextmv.NextmvBeans} in a Camel Main application, by
 * {@link #addTo} everywhere else.
 */
public final class NextmvBeans implements CamelConfiguration {
    /** The route files in the jar. */
    public static final String ROUTES = "classpath:nextmv/routes/*.camel.yaml";
    private static final Logger LOG = LoggerFactory.getLogger(NextmvBeans.class);
    /** So many requests, each as long as it may take at most, are in no step that moves no files. */
    private static final int MOST_REQUESTS = 5;
    /** 500 MB at 140 KB/s. */
    private static final Duration LONGEST_TRANSFER = Duration.ofHours(1);
    /** An input that ends too early is given so many times the settle time to become whole. */
    private static final int UNFINISHED = 5;
    private final FatalErrors fatal;
    private final Clock clock;

    /** For an application: what no process survives is said, in the log and by its health. */
    public NextmvBeans() {
        this(saidOnly(), Clock.systemUTC());
    }

    /**
     * @param fatal what is done about errors that no process survives
     * @param clock the time, which may be set while the beans are in use
     */
    NextmvBeans(FatalErrors fatal, Clock clock) {
        this.fatal = fatal;
        this.clock = clock;
    }

    /** The process is somebody else's: it is not ours to end. */
    static FatalErrors saidOnly() {
        return new FatalErrors(error -> LOG.error("An error was met that no process goes on well after: restart this"
                + " application. Its health (nextmv-process) is down from here on; nothing is lost.", error));
    }

    @Override
    public void configure(CamelContext context) {
        defaults((PropertiesComponent) context.getPropertiesComponent());
        Settings settings = settings(context);
        Steering steering = steering(context);
        Folders folders = settings.folders().prepared(settings.durability());
        Path control = Folders.control(steering.home(), settings.durability());
        Clock steady = new SteadyClock(clock);
        Inbox main = new Inbox(folders.inbox(), settings.applicationId(), settings.instanceId(), settings.runs());
        // Messages come from no folder, so theirs is one that never is.
        Inbox messages = new Inbox(folders.work().resolve(".messages"), settings.applicationId(),
                settings.instanceId(), settings.runs());
        List<Inbox> inboxes = new ArrayList<>(List.of(main, messages));
        Destinations destinations = new Destinations(destinations(folders));
        PickUpRoutes pickUpRoutes = new PickUpRoutes(main);
        for (NamedInbox named : settings.inboxes().stream()
                .map(inbox -> inbox.prepared(settings.durability())).toList()) {
            if (inboxes.stream().anyMatch(inbox -> inbox.folder().equals(named.inbox().folder()))) {
                throw new BadSetting("inbox " + named.name() + " has the folder of another inbox: "
                        + named.inbox().folder());
            }
            inboxes.add(named.inbox());
            destinations.add(named.inbox().folder(), destinations(named.folders()));
            pickUpRoutes.add(named.name(), named.inbox());
            LOG.info("Watching {} too, running application {}", named.inbox().folder(),
                    named.inbox().applicationId());
        }
        CloudBeans cloud = CloudBeans.of(settings, clock);
        cloud.bind(context, settings);
        ObjectMapper mapper = cloud.mapper();
        CircuitBreaker breaker = cloud.breaker();
        Registry registry = context.getRegistry();

        TicketStore tickets = new TicketStore(folders.work(), folders.archive(), settings.durability(), mapper, clock);
        Recovery recovery = new Recovery(tickets, inboxes);
        Inputs inputs = new Inputs(tickets, settings.archives(), mapper);
        Extras extras = new Extras(tickets, settings.extras(), mapper);
        Rejection rejection = new Rejection(tickets, breaker, settings.applicationId(), clock);
        Admission admission = new Admission(tickets, breaker, settings.maxInFlight(), settings.retry().delay(), System::nanoTime);
        TicketReader ticketReader = new TicketReader(folders.work(), mapper);
        Claim claim = new Claim(tickets, admission, inboxes, System::nanoTime);
        Timers timers = new Timers(settings.checks());
        Waiters waiters = new Waiters(timers);
        Cancellations cancellations = new Cancellations(tickets, mapper, clock);
        AtomicBoolean stopping = new AtomicBoolean();
        SubmitSlots slots = new SubmitSlots(settings.submissions(), stopping::get, clock, System::nanoTime);
        FailedSubmissions failures = new FailedSubmissions(tickets, slots, settings.retry(), steering.giveUps().submission(), clock);
        InDoubt inDoubt = new InDoubt(tickets, failures, settings.retry(), settings.lookUpDelay(),
                settings.polling().maxDuration(), clock, System::nanoTime);
        PendingReplies replies = new PendingReplies(tickets);
        Stop stop = new Stop(stopping, timers, replies, tickets, recovery);
        GracePeriod gracePeriod = new GracePeriod(clock);
        ErrorLog errorLog = new ErrorLog(tickets, gracePeriod, mapper);
        Reports reports = new Reports(tickets, errorLog, mapper);
        FolderDelivery delivery = new FolderDelivery(tickets, destinations, extras, errorLog, reports);
        Outcomes outcomes = new Outcomes(tickets, reports, new Packing(settings.archives()));
        Endpoints endpoints = endpoints(context);
        HeaderNames names = new HeaderNames(SidecarFile.keys(), mapper);
        ClaimChecks claimChecks = new ClaimChecks(endpoints.claimChecks(), cloud.http().claimChecks());

        registry.bind("nextmvSettledFiles", new SettledFiles(settings.settle(), new IgnoredNames(settings.ignore()),
                admission, System::nanoTime));
        registry.bind("nextmvAdmission", admission);
        registry.bind("nextmvPickUpRoutes", pickUpRoutes);
        registry.bind("nextmvClaim", claim);
        registry.bind("nextmvTakeOver", new TakeOver(recovery, inDoubt, admission));
        registry.bind("nextmvTickets", tickets);
        registry.bind("nextmvInDoubt", inDoubt);
        registry.bind("nextmvSubmitSlots", slots);
        registry.bind("nextmvSubmitters", new Submitters());
        registry.bind("nextmvSubmission", new Submission(tickets, inDoubt, breaker,
                new UnfinishedInputs(settings.settle().multipliedBy(UNFINISHED), System::nanoTime),
                settings.polling().maxDuration(), inputs, SidecarFile::read, rejection,
                slots, failures, clock));
        registry.bind("nextmvUploads", new Uploads(tickets, inputs, rejection, slots));
        registry.bind("nextmvOutputs", new Outputs(tickets, settings.archives(), gracePeriod, mapper));
        registry.bind("nextmvCheck", new Check(tickets, cancellations, waiters, steering.spread(settings.polling()),
                steering.onTimeout(), clock, steady));
        registry.bind("nextmvQueueSnapshots", new QueueSnapshots(steering.queue().via(),
                steering.ageOfSnapshots(settings.polling()), waiters::count, mapper, steady));
        registry.bind("nextmvErrorLog", errorLog);
        registry.bind("nextmvFolderDelivery", delivery);
        registry.bind("nextmvOutcomes", outcomes);
        registry.bind("nextmvMessageIntake", new MessageIntake(tickets, messages, names, claimChecks,
                endpoints.replies().isPresent() ? endpoints.sources() : Set.of(), clock));
        registry.bind("nextmvListeningPolicy", new ListeningPolicy(admission));
        Vendors vendors = Vendors.of(context);
        registry.bind("nextmvVendors", vendors);
        registry.bind("nextmvOutcomeMessages", new OutcomeMessages(tickets, outcomes,
                new OutcomeMessages.EndpointTable(endpoints.destinations(), endpoints.replies(), Endpoints.FOLDERS), destinations::isNamed,
                names, vendors));
        registry.bind("nextmvPendingReplies", replies);
        registry.bind("nextmvReplyWhenDone", new ReplyWhenDone(replies, delivery::keptFor,
                context.getExecutorServiceManager().newCachedThreadPool(this, "nextmv-answers")));
        registry.bind("nextmvExtras", extras);
        LastResort lastResort = new LastResort(tickets, settings.maxUnexpected(), mapper, clock);
        RedeliveryDelay redeliveryDelay = new RedeliveryDelay(settings.retry(), cloud.faults(), stopping, timers, lastResort);
        registry.bind("nextmvRedeliveryDelay", redeliveryDelay);
        registry.bind("nextmvBrokerStep", new BrokerStep(tickets, redeliveryDelay, settings.polling().initialDelay(), claimChecks::open,
                inDoubt::expect, inputs::isOneRequest, mapper, clock));
        registry.bind("nextmvTimers", timers);
        registry.bind("nextmvWaiters", waiters);
        registry.bind("nextmvCancellations", cancellations);
        registry.bind("nextmvCancel", new Cancel(ticketReader, cancellations, waiters, timers,
                inboxes.stream().map(Inbox::folder).toList(), claim::takeAnyway, clock));
        registry.bind("nextmvWishes", new Wishes(settings.retry(), steady));
        registry.bind("nextmvStop", stop);
        Secret secret = new Secret(steering.webhook().secret(), mapper, steady);
        Events events = new Events(secret, waiters, mapper, clock);
        registry.bind("nextmvWebhookSecret", secret);
        registry.bind("nextmvEvents", events);
        registry.bind("nextmvGatewayNotice", new GatewayNotice(control,
                new GatewayNotice.Content(tickets.gateway(), ProcessHandle.current().pid(), clock.instant(), settings.url(),
                        settings.applicationId(), Optional.empty(), List.of()), breaker, slots::sentences, ticketReader,
                mapper));
        HeldSteps steps = new HeldSteps(bounds(settings), System::nanoTime);
        context.addRoutePolicyFactory(steps);
        FailingSteps failing = new FailingSteps(tickets, cloud.faults(), new FailingSteps.Services(breaker, cloud.storage()),
                NotYet::isBehind, steering.giveUps().step(), stopping::get, mapper, clock);
        context.addRoutePolicyFactory(failing);
        registry.bind("nextmvFailingSteps", failing);
        registry.bind("nextmvHealth", new Health(breaker, cloud.storage(), slots, tickets, events, steps, lastResort));
        registry.bind("nextmvProcessHealth", new ProcessHealth(fatal));
        context.getCamelContextExtension().addInterceptStrategy(
                new ErrorBoundary(fatal, lastResort, stopping::get));
        context.getManagementStrategy().addEventNotifier(stop);
        context.getTypeConverterRegistry().addTypeConverter(TicketName.class, String.class,
                new SimpleTypeConverter(false, (type, exchange, text) -> new TicketName((String) text)));
        List.of(HttpMethods.class, Ticket.State.class, Fault.Kind.class).forEach(type -> addNamesOf(type, context));
        Logs.warnOfWires();
        say(settings, folders);
    }

    /** Of an enum without a converter of its own Camel searches all converters, for each request and each comparison. */
    private static <E extends Enum<E>> void addNamesOf(Class<? extends Enum<?>> type, CamelContext context) {
        @SuppressWarnings("unchecked")
        Class<E> constants = (Class<E>) type;
        context.getTypeConverterRegistry().addTypeConverter(constants, String.class, new SimpleTypeConverter(false,
                (wanted, exchange, text) -> Enum.valueOf(constants, ((String) text).toUpperCase(Locale.ROOT))));
    }

    /** How long a step may hold its thread: the few requests of a check, or a file that is moved. */
    private static Map<String, Duration> bounds(Settings settings) {
        Duration requests = settings.http().connectTimeout().plus(settings.http().responseTimeout())
                .multipliedBy(MOST_REQUESTS);
        Map<String, Duration> bounds = new TreeMap<>();
        List.of("nextmv-check", "nextmv-look-up", "nextmv-start-run", "nextmv-fetch-result", "nextmv-fetch-error")
                .forEach(route -> bounds.put(route, requests));
        List.of("nextmv-submit-once", "nextmv-deliver-once").forEach(route -> bounds.put(route,
                LONGEST_TRANSFER.compareTo(requests) > 0 ? LONGEST_TRANSFER : requests));
        return bounds;
    }

    /**
     * Makes the beans, and adds the routes of the jar.
     *
     * @param context an application's context; its properties give {@code nextmv.api-key},
     *                {@code nextmv.application-id} and {@code nextmv.home}
     * @throws Exception if a setting is missing or cannot be, or Camel cannot load the routes
     */
    public static void addTo(CamelContext context) throws Exception {
        new NextmvBeans().configure(context);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getPackageScanResourceResolver(context).findResources(ROUTES));
    }

    /** Behind all that the application says itself, the defaults of our settings; of Camel's settings there are none. */
    private static void defaults(PropertiesComponent properties) {
        Properties defaults = SettingsFiles.defaults();
        defaults.keySet().removeIf(name -> says(properties, name.toString()));
        defaults.stringPropertyNames().forEach(name -> properties.addInitialProperty(name, defaults.getProperty(name)));
    }

    /** Wherever it says so: not every source of properties can be listed, Spring's cannot. */
    private static boolean says(PropertiesComponent properties, String name) {
        try {
            return properties.resolveProperty(name).isPresent();
        } catch (IllegalArgumentException e) {
            // Its value names a setting that is still to get its default.
            return true;
        }
    }

    private static Map<Destination, Path> destinations(Folders folders) {
        return Map.of(Destination.OUTPUT, folders.outbox(), Destination.ERROR, folders.errors(), Destination.CANCELED, folders.canceled());
    }

    public static Steering steering(CamelContext context) {
        return Steering.of(key -> context.getPropertiesComponent().resolveProperty(key).orElse(null));
    }

    private static Endpoints endpoints(CamelContext context) {
        return Endpoints.of(key -> context.getPropertiesComponent().resolveProperty(key).orElse(null));
    }

    /** The settings of a context, as far as the gateway has any; a name that is none is refused. */
    public static Settings settings(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        KnownSettings known = new KnownSettings();
        known.check(properties.loadPropertiesAsMap().keySet());
        known.check(System.getProperties().stringPropertyNames());
        Set<String> names = new TreeSet<>(System.getProperties().stringPropertyNames());
        properties.loadPropertiesAsMap().keySet().forEach(name -> names.add(name.toString()));
        known.strangers(System.getenv().keySet(), names).forEach(LOG::warn);
        return Settings.of(key -> properties.resolveProperty(key).orElse(null), names);
    }

    private static void say(Settings settings, Folders folders) {
        LOG.info("Watching {}, running application {}{} at {}", folders.inbox(), settings.applicationId(),
                settings.instanceId().map(id -> ", instance " + id).orElse(""), settings.url());
        LOG.info("Requests go {}, as {}", settings.http().way().proxies().words(settings.url()),
                settings.http().way().agent());
        LOG.info("Outputs: {}  errors: {}  canceled: {}", folders.outbox(), folders.errors(), folders.canceled());
        LOG.info("On their way: {}  archive: {}", folders.work(), folders.archive());
    }
}
