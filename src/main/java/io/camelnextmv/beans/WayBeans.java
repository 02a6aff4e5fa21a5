package io.camelnextmv.beans;

import io.camelnextmv.await.AccountQueues;
import io.camelnextmv.await.Check;
import io.camelnextmv.await.GoneRuns;
import io.camelnextmv.await.LongDelays;
import io.camelnextmv.await.QueueLooks;
import io.camelnextmv.await.QueueSnapshots;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.ProbeRoutes;
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
import io.camelnextmv.limits.AccountLines;
import io.camelnextmv.limits.Line;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.Packing;
import io.camelnextmv.pickup.Admission;
import io.camelnextmv.pickup.Claim;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.pickup.PickUpRoutes;
import io.camelnextmv.pickup.SettledFiles;
import io.camelnextmv.settings.FolderSettings;
import io.camelnextmv.settings.PollSettings;
import io.camelnextmv.settings.ResilienceSettings;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Recovery;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.FailedRequests;
import io.camelnextmv.submit.FailedSubmissions;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.submit.InputCheck;
import io.camelnextmv.submit.KnownRuns;
import io.camelnextmv.submit.Looks;
import io.camelnextmv.submit.Rejection;
import io.camelnextmv.submit.TicketRequests;
import io.camelnextmv.submit.RunRequests;
import io.camelnextmv.submit.StartedRuns;
import io.camelnextmv.submit.SubmitGuard;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.submit.Submitters;
import io.camelnextmv.submit.TakeOver;
import io.camelnextmv.submit.UnfinishedInputs;
import io.camelnextmv.submit.Uploads;
import io.camelnextmv.ticket.Inbox;
import java.time.Duration;
import java.util.List;

/** The beans of the way of a file, chapters 10 to 49: picked up, submitted, awaited, delivered. */
public final class WayBeans {
    /** An input that ends too early is given so many times the settle time to become whole. */
    private static final int UNFINISHED = 5;
    private final Common common;

    /** @param common what they need of others */
    public WayBeans(Common common) {
        this.common = common;
    }

    /**
     * What others need of picking up.
     *
     * @param admission whether anything is taken
     * @param claim     takes it
     */
    public record PickUp(Admission admission, Claim claim) {
    }

    /**
     * What others need of submitting.
     *
     * @param inputs  what a run is started with
     * @param slots   how many are submitted at a time
     * @param inDoubt whose answer was lost
     * @param line    who waits for a slot
     */
    public record Submit(Inputs inputs, SubmitSlots slots, InDoubt inDoubt, AccountLines line) {
    }

    /**
     * What others need of delivering.
     *
     * @param folders  outcomes in folders
     * @param outcomes what became of tickets
     */
    public record Deliver(FolderDelivery folders, Outcomes outcomes) {
    }

    /**
     * 10-pick-up.
     *
     * @param inboxes where inputs are looked for
     * @param routes  which look there
     */
    public PickUp pickUp(List<Inbox> inboxes, PickUpRoutes routes, Recovery recovery, InDoubt inDoubt) {
        FolderSettings folders = common.settings().folders();
        Admission admission = common.bind("nextmvAdmission", new Admission(common.tickets(), common.accounts(),
                common.resilience().maxInFlight(), common.resilience().retry().delay(), System::nanoTime));
        // As a number: what Camel takes for a duration is written more narrowly than what we do.
        common.bind("nextmvInboxDelay", folders.looks().delay().toMillis());
        Claim claim = common.bind("nextmvClaim", new Claim(common.tickets(), admission, inboxes, System::nanoTime));
        SettledFiles files = common.bind("nextmvSettledFiles", new SettledFiles(folders.looks().settle(),
                new IgnoredNames(folders.ignore()), admission, System::nanoTime));
        routes.ifFiles().forEach((name, folder) -> common.bindOnlyIf(name, () -> files.mayBeIn(folder)));
        lookAhead(files, inboxes);
        common.bind("nextmvTakeOver", new TakeOver(recovery, inDoubt, admission));
        return new PickUp(admission, claim);
    }

    /** A disk that does not answer keeps no start waiting. */
    private static void lookAhead(SettledFiles files, List<Inbox> inboxes) {
        Thread ahead = new Thread(() -> inboxes.forEach(
                inbox -> files.lookAhead(inbox.folder(), inbox.account().orElse(Accounts.MAIN))), "nextmv-look-ahead");
        ahead.setDaemon(true);
        ahead.start();
    }

    /** 20-submit, 25-upload and 28-look-up. */
    public Submit submit() {
        Settings settings = common.settings();
        ResilienceSettings resilience = common.resilience();
        TicketStore tickets = common.tickets();
        Duration longest = settings.poll().polling().maxDuration();
        Inputs inputs = new Inputs(tickets, settings.sizes().archives(), settings.sizes().limits(), common.mapper());
        Rejection rejection = new Rejection(tickets, common.accounts(), common.clock());
        SubmitSlots slots = common.bind("nextmvSubmitSlots", new SubmitSlots(resilience.submissions(),
                common.stopping()::get, common.clock(), System::nanoTime));
        FailedSubmissions failures = new FailedSubmissions(tickets, slots, resilience.retry(),
                resilience.giveUps().submission(), common.clock());
        KnownRuns known = new KnownRuns();
        InDoubt inDoubt = common.bind("nextmvInDoubt", new InDoubt(tickets, failures, known, new Looks(tickets, known,
                resilience.retry(), resilience.lookUpDelay(), common.clock(), System::nanoTime), longest, common.clock()));
        UnfinishedInputs unfinished = new UnfinishedInputs(settings.folders().looks().settle().multipliedBy(UNFINISHED),
                System::nanoTime);
        Submitters submitters = new Submitters();
        AccountLines line = common.bind("nextmvSubmitLine", new AccountLines(common.accounts(),
                account -> new Line(ticket -> slots.take(ticket, account), slots::leave, submitters,
                        common.cloud().wakeUps())));
        common.bind("nextmvInputCheck", new InputCheck(tickets, inputs, SidecarFile::read, unfinished, rejection));
        common.bind("nextmvRunRequests", new RunRequests(tickets, inputs, common.accounts(), slots, common.clock()));
        common.bind("nextmvStartedRuns", new StartedRuns(tickets, failures, known, longest, common.clock()));
        common.bind("nextmvFailedRequests", new FailedRequests(tickets, rejection, slots, failures, inDoubt));
        common.bind("nextmvUploads", new Uploads(tickets, inputs, rejection, slots));
        return new Submit(inputs, slots, inDoubt, line);
    }

    /** 30-await and 35-look-into-queue, and what they share with the chapters before. */
    public Cancellations await() {
        PollSettings poll = common.settings().poll();
        Cancellations cancellations = common.bind("nextmvCancellations", new Cancellations(common.tickets(),
                common.mapper(), common.clock()));
        QueueLooks looks = common.bind("nextmvQueueLooks", new QueueLooks(common.accounts(), common.waiters(),
                poll.polling(), poll.snapshotAge(), poll.via(), common.clocks().steady()));
        AccountQueues queue = common.bind("nextmvQueueSnapshots", new AccountQueues(common.accounts(),
                () -> new QueueSnapshots(poll.via(), poll.snapshotAge(), common.waiters()::count, common.mapper(),
                        common.clocks().steady()),
                looks));
        Check check = common.bind("nextmvCheck", new Check(common.tickets(), cancellations,
                new Check.Known(common.waiters(), queue::statusOf, looks), poll.polling(), common.clocks()));
        common.bind("nextmvLongDelays", new LongDelays(poll.polling(), common.timers(), common.waiters(),
                new LongDelays.Known(common.tickets().watched(), cancellations, check.nextCheck()),
                new Checks(common.context())::begin, common.stopping()::get));
        common.bind("nextmvProbeRoutes", new ProbeRoutes(common.accounts())).due().forEach(common::bindOnlyIf);
        common.bind("nextmvGoneRuns", new GoneRuns(common.tickets(), cancellations, common.accounts(), common.clock()));
        common.bind("nextmvSubmitGuard", new SubmitGuard(common.tickets(), cancellations));
        common.bind("nextmvTicketRequests", new TicketRequests(common.tickets()));
        return cancellations;
    }

    /** 40-deliver, 41-fetch and 45-extras. */
    public Deliver deliver(Destinations destinations) {
        Settings settings = common.settings();
        TicketStore tickets = common.tickets();
        Limits limits = settings.sizes().limits();
        GracePeriod gracePeriod = new GracePeriod(common.clock());
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
}
