package io.camelnextmv;

import io.camelnextmv.api.PublicApi;
import io.camelnextmv.await.Clocks;
import io.camelnextmv.await.SteadyClock;
import io.camelnextmv.beans.Common;
import io.camelnextmv.beans.ErrorBeans;
import io.camelnextmv.beans.MessageBeans;
import io.camelnextmv.beans.SteerBeans;
import io.camelnextmv.beans.WayBeans;
import io.camelnextmv.deliver.Destinations;
import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.failure.ProcessHealth;
import io.camelnextmv.headers.TextConverters;
import io.camelnextmv.listener.ListeningComponent;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.metrics.MetricsBeans;
import io.camelnextmv.metrics.Watched;
import io.camelnextmv.page.PageBeans;
import io.camelnextmv.pickup.PickUpRoutes;
import io.camelnextmv.reply.PendingReplies;
import io.camelnextmv.retention.Retention;
import io.camelnextmv.retention.RetentionBeans;
import io.camelnextmv.retry.Sleepers;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.ContextSettings;
import io.camelnextmv.settings.Inboxes;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.webhook.Events;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * The one place where the beans of the routes are made: those of each group of chapters of {@code routes/} by a class of
 * {@code beans}. Nothing else of a
 * context is touched, so that any application can use them: by
 * {@code camel.main.configurationClasses = io.camelnextmv.NextmvBeans} in a Camel Main application, by {@link #addTo}
 * everywhere else.
 */
@PublicApi
public final class NextmvBeans implements CamelConfiguration {
    /** The route files in the jar. */
    public static final String ROUTES = "classpath:nextmv/routes/*.camel.yaml";
    private final FatalErrors fatal;
    private final Clocks clocks;

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
        this.clocks = new Clocks(clock, new SteadyClock(clock));
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
        Common common = Common.of(context, settings, inboxes.folders(), clocks);
        PickUpRoutes routes = common.bind("nextmvPickUpRoutes", new PickUpRoutes(inboxes.main()));
        Destinations destinations = inboxes(inboxes, routes);
        Recovery recovery = new Recovery(common.tickets(), inboxes.all());
        WayBeans way = new WayBeans(common);
        WayBeans.Submit submit = way.submit();
        Sleepers sleepers = new Sleepers(common.timers(), common.cloud().turns(), submit.line(), common.cloud().wakeUps());
        WayBeans.PickUp pickUp = way.pickUp(inboxes.all(), routes, recovery, submit.inDoubt());
        Cancellations cancellations = way.await();
        WayBeans.Deliver deliver = way.deliver(destinations);
        ErrorBeans.Errors errors = new ErrorBeans(common).errors(fatal);
        MessageBeans messages = new MessageBeans(common);
        messages.messages(inboxes, pickUp.admission(), submit, errors.redeliveryDelay());
        messages.listen(pickUp.admission());
        PendingReplies replies = messages.answers(deliver, destinations);
        TicketReader reader = new TicketReader(inboxes.folders().work(), common.mapper());
        messages.posted(reader, new TicketReader(inboxes.folders().archive(), common.mapper()), deliver, pickUp.admission());
        SteerBeans steer = new SteerBeans(common);
        steer.cancel(reader, cancellations, sleepers, inboxes.all(), pickUp.claim(), inboxes.control());
        Events events = steer.webhook();
        GatewayNotice notice = steer.status(reader, inboxes.control(), submit.slots(), sleepers);
        Retention retention = retention(context, common, inboxes);
        new PageBeans(notice::now, common.accounts(), common.tickets(), () -> errors.lastResort().stuck().count(),
                retention::kept, common.mapper(), clocks.wall()).bind(context, settings);
        health(common, submit.slots(), events, sleepers, errors);
        metrics(common, inboxes, submit.inDoubt(), sleepers, errors, retention);
        context.getManagementStrategy().addEventNotifier(common.bind("nextmvStop", new Stop(common.stopping(),
                sleepers, common.queues(), replies, common.tickets(), recovery)));
        TextConverters.addTo(context.getTypeConverterRegistry());
        Logs.warnOfWires();
        inboxes.say(settings.cloud());
    }

    private Retention retention(CamelContext context, Common common, Inboxes inboxes) {
        Retention retention = RetentionBeans.add(context, common.settings().retention(), inboxes, common.tickets(), common.mapper(),
                clocks.wall());
        common.bindOnlyIf("nextmvRetentionIsDue", retention::isDue);
        return retention;
    }

    private static Destinations inboxes(Inboxes inboxes, PickUpRoutes routes) {
        Destinations destinations = new Destinations(inboxes.folders().destinations());
        for (NamedInbox named : inboxes.named()) {
            destinations.add(named.inbox().folder(), named.folders().destinations());
            routes.add(named.name(), named.inbox());
        }
        return destinations;
    }

    private void health(Common common, SubmitSlots slots, Events events, Sleepers sleepers,
            ErrorBeans.Errors errors) {
        common.bind("nextmvHealth", new Health(common.accounts(), slots, common.tickets(), events,
                new Health.Waiting(sleepers::usage, sleepers::slowed),
                new Health.Steps(errors.steps(), errors.lastResort())));
        common.bind("nextmvProcessHealth", new ProcessHealth(fatal));
    }

    private void metrics(Common common, Inboxes inboxes, InDoubt inDoubt, Sleepers sleepers, ErrorBeans.Errors errors,
            Retention retention) {
        MetricsBeans.addTo(common.context(), new Watched(
                new Watched.Tickets(common.tickets(), inDoubt, errors.lastResort(), errors.steps()),
                new Watched.Requests(common.accounts().all(), sleepers::usage, common.cloud().http(), errors.redeliveryDelay()),
                Watched.Locations.of(inboxes, common.settings().folders().ignore(), retention::kept), clocks.wall()));
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
