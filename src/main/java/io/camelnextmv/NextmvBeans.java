package io.camelnextmv;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.api.PublicApi;
import io.camelnextmv.await.AccountQueues;
import io.camelnextmv.await.Check;
import io.camelnextmv.await.Clocks;
import io.camelnextmv.await.GoneRuns;
import io.camelnextmv.await.QueueLooks;
import io.camelnextmv.await.QueueSnapshots;
import io.camelnextmv.await.SteadyClock;
import io.camelnextmv.await.Waiters;
import io.camelnextmv.bus.BrokerStep;
import io.camelnextmv.bus.InterruptedSteps;
import io.camelnextmv.bus.NextSteps;
import io.camelnextmv.bus.StepInputs;
import io.camelnextmv.bus.TicketMessages;
import io.camelnextmv.bus.WaitingQueue;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.ProbeRoutes;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.deliver.Destinations;
import io.camelnextmv.deliver.ErrorLog;
import io.camelnextmv.deliver.Extras;
import io.camelnextmv.deliver.FolderDelivery;
import io.camelnextmv.deliver.GracePeriod;
import io.camelnextmv.deliver.Outcomes;
import io.camelnextmv.deliver.Outputs;
import io.camelnextmv.deliver.PartialOutput;
import io.camelnextmv.deliver.Reports;
import io.camelnextmv.deliver.RunAssets;
import io.camelnextmv.deliver.RunLogs;
import io.camelnextmv.posted.HttpAnswers;
import io.camelnextmv.posted.PostedInputs;
import io.camelnextmv.posted.KeptRuns;
import io.camelnextmv.failure.BlamedFaults;
import io.camelnextmv.failure.ErrorBoundary;
import io.camelnextmv.failure.FailingSteps;
import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.failure.FaultCounts;
import io.camelnextmv.failure.HeldSteps;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.failure.OtherTickets;
import io.camelnextmv.failure.ProcessHealth;
import io.camelnextmv.files.ServerFiles;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.TextConverters;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.journal.JournalBeans;
import io.camelnextmv.journal.TicketMdc;
import io.camelnextmv.limits.AccountLines;
import io.camelnextmv.limits.Line;
import io.camelnextmv.listener.ListeningComponent;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.Packing;
import io.camelnextmv.metrics.MetricsBeans;
import io.camelnextmv.metrics.Watched;
import io.camelnextmv.page.PageBeans;
import io.camelnextmv.pickup.Admission;
import io.camelnextmv.pickup.Claim;
import io.camelnextmv.pickup.ClaimChecks;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.pickup.ListeningPolicy;
import io.camelnextmv.pickup.MessageInboxes;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.pickup.PickUpRoutes;
import io.camelnextmv.pickup.SettledFiles;
import io.camelnextmv.reply.OutcomeMessages;
import io.camelnextmv.reply.PendingReplies;
import io.camelnextmv.reply.ReplyWhenDone;
import io.camelnextmv.retention.Retention;
import io.camelnextmv.retention.RetentionBeans;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.retry.Sleepers;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.CloudSettings.Http;
import io.camelnextmv.settings.CloudSettings;
import io.camelnextmv.settings.ContextSettings;
import io.camelnextmv.settings.Endpoints;
import io.camelnextmv.settings.FolderSettings;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.HttpInputsSettings;
import io.camelnextmv.settings.Inboxes;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.PollSettings;
import io.camelnextmv.settings.ResilienceSettings;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.settings.SizeSettings;
import io.camelnextmv.settings.WebhookSettings;
import io.camelnextmv.steer.Cancel;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.steer.Wishes;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.FailedRequests;
import io.camelnextmv.submit.FailedSubmissions;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.submit.InputCheck;
import io.camelnextmv.submit.KnownRuns;
import io.camelnextmv.submit.Looks;
import io.camelnextmv.submit.Rejection;
import io.camelnextmv.submit.RunPaths;
import io.camelnextmv.submit.RunRequests;
import io.camelnextmv.submit.StartedRuns;
import io.camelnextmv.submit.SubmitGuard;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.submit.Submitters;
import io.camelnextmv.submit.TakeOver;
import io.camelnextmv.submit.UnfinishedInputs;
import io.camelnextmv.submit.Uploads;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.webhook.Events;
import io.camelnextmv.webhook.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * The one place where the beans of the routes are made, a method for each chapter of {@code routes/}. Nothing else of a
 * context is touched, so that any application can use them: by
 * {@code camel.main.configurationClasses = io.camelnextmv.NextmvBeans} in a Camel Main application, by {@link #addTo}
 * everywhere else.
 */
@PublicApi
public final class NextmvBeans implements CamelConfiguration {
    /** The route files in the jar. */
    public static final String ROUTES = "classpath:nextmv/routes/*.camel.yaml";
    /** The route that takes messages from a bus. */
    private static final String LISTEN = "nextmv-listen";
    /** An input that ends too early is given so many times the settle time to become whole. */
    private static final int UNFINISHED = 5;
    private final FatalErrors fatal;
    private final Clock clock;
    /** One that does not jump. */
    private final Clock steady;

    /** For an application: what no process survives is said, in the log and by its health. */
    public NextmvBeans() {
        this(FatalErrors.saidOnly(), Clock.systemUTC());
    }

    /**
     * @param fatal what is done about errors that no process survives
     * @param clock the time, which may be set while the beans are in use
     */
    NextmvBeans(FatalErrors fatal, Clock clock) {
        this.fatal = fatal;
        this.clock = clock;
        this.steady = new SteadyClock(clock);
    }

    /** What the beans of nearly every chapter need. */
    private record Common(CamelContext context, Settings settings, CloudBeans cloud, TicketStore tickets, Timers timers,
            Waiters waiters, AtomicBoolean stopping) {
        <T> T bind(String name, T bean) {
            context.getRegistry().bind(name, bean);
            return bean;
        }

        ObjectMapper mapper() {
            return cloud.mapper();
        }

        ResilienceSettings resilience() {
            return settings.resilience();
        }

        Accounts accounts() {
            return cloud.accounts();
        }
    }

    /** What others need of picking up. */
    private record PickUp(Admission admission, Claim claim) {
    }

    /** What others need of submitting. */
    private record Submit(Inputs inputs, SubmitSlots slots, InDoubt inDoubt, AccountLines line) {
    }

    /** What others need of delivering. */
    private record Deliver(FolderDelivery folders, Outcomes outcomes) {
    }

    /** What others need of the rules for errors. */
    private record Errors(LastResort lastResort, RedeliveryDelay redeliveryDelay, HeldSteps steps) {
    }

    /**
     * Makes the beans, for routes that are loaded later.
     *
     * @throws BadSetting if a setting is missing or cannot be
     */
    @Override
    public void configure(CamelContext context) {
        ContextSettings.addDefaults(context);
        Settings settings = ContextSettings.of(context);
        if (settings.webhook().enabled()) {
            ListeningComponent.mustBeIn(context);
        }
        Inboxes inboxes = Inboxes.prepared(settings);
        Common common = common(context, settings, inboxes.folders());
        Destinations destinations = inboxes(common, inboxes);
        Recovery recovery = new Recovery(common.tickets(), inboxes.all());
        Submit submit = submit(common);
        Sleepers sleepers = new Sleepers(common.timers(), common.cloud().turns(), submit.line(),
                common.cloud().wakeUps());
        PickUp pickUp = pickUp(common, inboxes.all(), recovery, submit.inDoubt());
        Cancellations cancellations = await(common);
        Deliver deliver = deliver(common, destinations);
        Errors errors = errors(common);
        HeaderNames names = new HeaderNames(SidecarFile.keys(), common.mapper());
        Vendors vendors = common.bind("nextmvVendors", Vendors.of(context));
        messages(common, inboxes, names, pickUp.admission(), submit, errors.redeliveryDelay());
        listen(common, pickUp.admission(), vendors);
        PendingReplies replies = answers(common, names, deliver, destinations, vendors);
        TicketReader reader = new TicketReader(inboxes.folders().work(), common.mapper());
        posted(common, reader, new TicketReader(inboxes.folders().archive(), common.mapper()), deliver, pickUp.admission());
        cancel(common, reader, cancellations, sleepers, inboxes.all(), pickUp.claim());
        Events events = webhook(common);
        GatewayNotice notice = status(common, reader, inboxes.control(), submit.slots(), sleepers);
        Retention retention = RetentionBeans.add(context, settings.retention(), inboxes, common.tickets(), common.mapper(),
                clock);
        new PageBeans(notice::now, common.accounts(), common.tickets(), () -> errors.lastResort().stuck().count(),
                retention::kept, common.mapper(), clock).bind(context, settings);
        health(common, submit.slots(), events, sleepers, errors);
        MetricsBeans.addTo(context, new Watched(new Watched.Tickets(common.tickets(), submit.inDoubt(), errors.lastResort(),
                errors.steps()), new Watched.Requests(common.accounts().all(), sleepers::usage, common.cloud().http(),
                errors.redeliveryDelay()), Watched.Locations.of(inboxes, settings.folders().ignore(), retention::kept), clock));
        context.getManagementStrategy().addEventNotifier(common.bind("nextmvStop", new Stop(common.stopping(),
                sleepers, replies, common.tickets(), recovery)));
        TextConverters.addTo(context.getTypeConverterRegistry());
        Logs.warnOfWires();
        inboxes.say(settings.cloud());
    }

    private Common common(CamelContext context, Settings settings, Folders folders) {
        CloudBeans cloud = CloudBeans.of(settings, clock);
        cloud.bind(context);
        Timers timers = new Timers(settings.poll().concurrency(), cloud.wakeUps());
        TicketStore tickets = new TicketStore(folders.work(), folders.archive(), settings.resilience().durability(),
                settings.folders().modes(), cloud.mapper(), clock);
        Common common = new Common(context, settings, cloud, tickets, timers, new Waiters(timers), new AtomicBoolean());
        common.bind("nextmvTickets", tickets);
        common.bind("nextmvTimers", timers);
        common.bind("nextmvWaiters", common.waiters());
        return common;
    }

    private static Destinations inboxes(Common common, Inboxes inboxes) {
        Destinations destinations = new Destinations(inboxes.folders().destinations());
        PickUpRoutes routes = common.bind("nextmvPickUpRoutes", new PickUpRoutes(inboxes.main()));
        for (NamedInbox named : inboxes.named()) {
            destinations.add(named.inbox().folder(), named.folders().destinations());
            routes.add(named.name(), named.inbox());
        }
        return destinations;
    }

    private PickUp pickUp(Common common, List<Inbox> inboxes, Recovery recovery, InDoubt inDoubt) {
        FolderSettings folders = common.settings().folders();
        Admission admission = common.bind("nextmvAdmission", new Admission(common.tickets(), common.accounts(),
                common.resilience().maxInFlight(), common.resilience().retry().delay(), System::nanoTime));
        Claim claim = common.bind("nextmvClaim", new Claim(common.tickets(), admission, inboxes, System::nanoTime));
        common.bind("nextmvSettledFiles", new SettledFiles(folders.settle(), new IgnoredNames(folders.ignore()), admission,
                System::nanoTime));
        common.bind("nextmvTakeOver", new TakeOver(recovery, inDoubt, admission));
        return new PickUp(admission, claim);
    }

    private Submit submit(Common common) {
        Settings settings = common.settings();
        ResilienceSettings resilience = common.resilience();
        TicketStore tickets = common.tickets();
        Duration longest = settings.poll().polling().maxDuration();
        Inputs inputs = new Inputs(tickets, settings.sizes().archives(), settings.sizes().limits(), common.mapper());
        Rejection rejection = new Rejection(tickets, common.accounts(), clock);
        SubmitSlots slots = common.bind("nextmvSubmitSlots", new SubmitSlots(resilience.submissions(),
                common.stopping()::get, clock, System::nanoTime));
        FailedSubmissions failures = new FailedSubmissions(tickets, slots, resilience.retry(),
                resilience.giveUps().submission(), clock);
        KnownRuns known = new KnownRuns();
        InDoubt inDoubt = common.bind("nextmvInDoubt", new InDoubt(tickets, failures, known, new Looks(tickets, known,
                resilience.retry(), resilience.lookUpDelay(), clock, System::nanoTime), longest, clock));
        UnfinishedInputs unfinished = new UnfinishedInputs(settings.folders().settle().multipliedBy(UNFINISHED),
                System::nanoTime);
        Submitters submitters = new Submitters();
        AccountLines line = common.bind("nextmvSubmitLine", new AccountLines(common.accounts(),
                account -> new Line(ticket -> slots.take(ticket, account), slots::leave, submitters, common.cloud().wakeUps())));
        common.bind("nextmvInputCheck", new InputCheck(tickets, inputs, SidecarFile::read, unfinished, rejection));
        common.bind("nextmvRunRequests", new RunRequests(tickets, inputs, common.accounts(), slots, clock));
        common.bind("nextmvStartedRuns", new StartedRuns(tickets, failures, known, longest, clock));
        common.bind("nextmvFailedRequests", new FailedRequests(tickets, rejection, slots, failures, inDoubt));
        common.bind("nextmvUploads", new Uploads(tickets, inputs, rejection, slots));
        return new Submit(inputs, slots, inDoubt, line);
    }

    private Cancellations await(Common common) {
        PollSettings poll = common.settings().poll();
        Cancellations cancellations = common.bind("nextmvCancellations", new Cancellations(common.tickets(),
                common.mapper(), clock));
        QueueLooks looks = common.bind("nextmvQueueLooks", new QueueLooks(common.accounts(), common.waiters(),
                poll.polling(), poll.via(), steady));
        AccountQueues queue = common.bind("nextmvQueueSnapshots", new AccountQueues(common.accounts(),
                () -> new QueueSnapshots(poll.via(), poll.snapshotAge(), common.waiters()::count, common.mapper(), steady),
                looks));
        common.bind("nextmvCheck", new Check(common.tickets(), cancellations, new Check.Known(common.waiters(),
                queue::statusOf, looks), poll.polling(), new Clocks(clock, steady)));
        common.bind("nextmvProbeRoutes", new ProbeRoutes(common.accounts()));
        common.bind("nextmvGoneRuns", new GoneRuns(common.tickets(), cancellations, common.accounts(), clock));
        common.bind("nextmvSubmitGuard", new SubmitGuard(common.tickets(), cancellations));
        common.bind("nextmvRunPaths", new RunPaths(common.tickets()));
        return cancellations;
    }

    private Deliver deliver(Common common, Destinations destinations) {
        Settings settings = common.settings();
        TicketStore tickets = common.tickets();
        Limits limits = settings.sizes().limits();
        GracePeriod gracePeriod = new GracePeriod(clock);
        Extras extras = new Extras(settings.extras());
        common.bind("nextmvRunLogs", new RunLogs(tickets, settings.extras().logs(), common.mapper()));
        common.bind("nextmvRunAssets", new RunAssets(tickets, settings.extras().assets(), common.mapper()));
        ErrorLog errorLog = common.bind("nextmvErrorLog", new ErrorLog(tickets, gracePeriod, common.mapper()));
        PartialOutput partial = common.bind("nextmvPartialOutput", new PartialOutput(tickets,
                settings.sizes().archives(), common.mapper()));
        Reports reports = new Reports(tickets, errorLog, partial, settings.console(), common.mapper());
        common.bind("nextmvOutputs", new Outputs(tickets, settings.sizes().archives(), limits.output(), gracePeriod,
                common.mapper()));
        return new Deliver(
                common.bind("nextmvFolderDelivery",
                        new FolderDelivery(tickets, destinations, extras, partial, reports)),
                common.bind("nextmvOutcomes",
                        new Outcomes(tickets, reports, new Packing(settings.sizes().archives(), limits.unpacked()))));
    }

    private void messages(Common common, Inboxes inboxes, HeaderNames names, Admission admission, Submit submit,
            RedeliveryDelay redeliveryDelay) {
        Endpoints endpoints = common.settings().endpoints();
        long most = common.settings().sizes().limits().input();
        ClaimChecks claimChecks = new ClaimChecks(endpoints.claimChecks(), most, common.cloud().http().claimChecks(),
                new ServerFiles(common.context(), common.tickets()::fetched, most), common.context());
        common.bind("nextmvMessageIntake", new MessageIntake(common.tickets(),
                new MessageInboxes(inboxes.messages(), inboxes.byName(), admission), names, claimChecks,
                endpoints.replies().isPresent() ? endpoints.sources() : Set.of(), clock));
        WaitingQueue waiting = WaitingQueue.of(common.context());
        StepInputs stepInputs = new StepInputs(common.tickets(), claimChecks::open, waiting, clock);
        common.bind("nextmvBrokerStep", new BrokerStep(common.tickets(),
                new TicketMessages(common.tickets(), stepInputs, waiting, common.mapper(), clock), stepInputs,
                new InterruptedSteps(common.tickets(), waiting, clock), new NextSteps(redeliveryDelay,
                        common.settings().poll().polling().initialDelay(), submit.inputs()::isOneRequest),
                submit.inDoubt()::expect));
    }

    private static void listen(Common common, Admission admission, Vendors vendors) {
        ListeningPolicy listening = common.bind("nextmvListeningPolicy", new ListeningPolicy(admission));
        common.context().addRoutePolicyFactory((context, route, node) -> {
            if (!route.equals(LISTEN)) {
                return null;
            }
            vendors.complete(context.getEndpoint("{{nextmv.inputs.from}}"), common.tickets()::fetched);
            return listening;
        });
    }

    private PendingReplies answers(Common common, HeaderNames names, Deliver deliver, Destinations destinations,
            Vendors vendors) {
        Endpoints endpoints = common.settings().endpoints();
        common.bind("nextmvOutcomeMessages", new OutcomeMessages(common.tickets(), deliver.outcomes(),
                new OutcomeMessages.EndpointTable(endpoints.destinations(), endpoints.replies(), Endpoints.FOLDERS),
                destinations::isNamed, names, vendors));
        PendingReplies replies = common.bind("nextmvPendingReplies", new PendingReplies(common.tickets()));
        common.bind("nextmvReplyWhenDone", new ReplyWhenDone(replies, deliver.folders()::keptFor,
                common.context().getExecutorServiceManager().newCachedThreadPool(this, "nextmv-answers")));
        return replies;
    }

    private void cancel(Common common, TicketReader reader, Cancellations cancellations, Sleepers sleepers,
            List<Inbox> inboxes, Claim claim) {
        common.bind("nextmvCancel", new Cancel(reader, cancellations, common.waiters(), sleepers,
                new Cancel.Untaken(inboxes.stream().map(Inbox::folder).toList(), claim::takeAnyway), clock));
        common.bind("nextmvWishes", new Wishes(common.resilience().retry(), steady));
    }

    private Events webhook(Common common) {
        WebhookSettings webhook = common.settings().webhook();
        Secret secret = common.bind("nextmvWebhookSecret",
                new Secret(webhook.secret(), webhook::secretNow, common.mapper(), steady));
        return common.bind("nextmvEvents", new Events(secret, common.waiters(), common.mapper(), clock));
    }

    private static void posted(Common common, TicketReader open, TicketReader done, Deliver deliver, Admission admission) {
        HttpInputsSettings posted = common.settings().posted();
        SizeSettings sizes = common.settings().sizes();
        common.bind("nextmvPostedInputs", new PostedInputs(posted.token(), admission::isOpen, sizes.limits().input()));
        common.bind("nextmvHttpAnswers", new HttpAnswers(posted.path(), posted.token(), new KeptRuns(open, done,
                deliver.folders()::keptFor, new Packing(sizes.archives(), sizes.limits().unpacked()),
                common.tickets().archived().known()::wasPosted), common.mapper()));
    }

    private GatewayNotice status(Common common, TicketReader reader, Path control, SubmitSlots slots, Sleepers sleepers) {
        CloudSettings service = common.settings().cloud();
        return common.bind("nextmvGatewayNotice", new GatewayNotice(control, new GatewayNotice.Content(common.tickets().gateway(),
                ProcessHandle.current().pid(), clock.instant(), service.url(), service.applicationId(), Optional.empty(),
                List.of(), List.of(), Optional.empty(), List.of(), List.of()), common.accounts(),
                account -> new GatewayNotice.Standing(slots.sentences(), sleepers.usage(account),
                        sleepers.slowed(account).map(this::about)), reader, common.mapper()));
    }

    /** To the second: what has not changed is not written again. */
    private Instant about(Duration later) {
        return clock.instant().plus(later).plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    }

    private Errors errors(Common common) {
        CloudBeans cloud = common.cloud();
        CamelContext context = common.context();
        LastResort lastResort = new LastResort(common.tickets(), common.resilience().maxUnexpected(), common.mapper(),
                clock);
        Http http = common.settings().cloud().http();
        HeldSteps steps = HeldSteps.ofTickets(http.connectTimeout().plus(http.responseTimeout()), System::nanoTime);
        context.addRoutePolicyFactory(steps);
        cloud.turns().tell(steps);
        context.addRoutePolicyFactory(common.bind("nextmvStepIsOver", new FailingSteps(
                new FaultCounts(common.tickets(), common.mapper()),
                new BlamedFaults(cloud.accounts().main().faults(), NotYet::isBehind),
                new OtherTickets(common.tickets(), cloud.accounts()), common.resilience().giveUps().step(),
                common.stopping()::get, clock)));
        context.getCamelContextExtension().addInterceptStrategy(
                new ErrorBoundary(fatal, lastResort, common.stopping()::get));
        RedeliveryDelay again = new RedeliveryDelay(common.resilience().retry(), cloud.accounts().main().faults(),
                common.stopping(), common.timers(), lastResort);
        TicketMdc mdc = JournalBeans.addTo(context, common.tickets(), clock);
        common.bind("nextmvRedeliveryDelay", mdc.told(again));
        return new Errors(lastResort, again, steps);
    }

    private void health(Common common, SubmitSlots slots, Events events, Sleepers sleepers, Errors errors) {
        common.bind("nextmvHealth", new Health(common.accounts(), slots, common.tickets(), events,
                new Health.Waiting(sleepers::usage, sleepers::slowed),
                new Health.Steps(errors.steps(), errors.lastResort())));
        common.bind("nextmvProcessHealth", new ProcessHealth(fatal));
    }

    /**
     * Makes the beans with these settings, and adds the routes of the jar.
     *
     * @param context  an application's context, not started yet
     * @param settings settings by their names, such as {@code nextmv.home}; they win over the context's properties, and the
     *                 environment and {@code -D} over them
     * @throws BadSetting if a setting is missing, is none of ours or cannot be
     * @throws Exception  if Camel cannot load the routes
     */
    public static void addTo(CamelContext context, Map<String, String> settings) throws Exception {
        ContextSettings.give(context, settings);
        addTo(context);
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
}
