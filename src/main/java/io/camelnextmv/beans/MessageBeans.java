package io.camelnextmv.beans;

import io.camelnextmv.bus.BrokerStep;
import io.camelnextmv.bus.InterruptedSteps;
import io.camelnextmv.bus.NextSteps;
import io.camelnextmv.bus.StepInputs;
import io.camelnextmv.bus.TicketMessages;
import io.camelnextmv.bus.WaitingQueue;
import io.camelnextmv.deliver.Destinations;
import io.camelnextmv.files.ServerFiles;
import io.camelnextmv.headers.CallersHeaders;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.payload.Packing;
import io.camelnextmv.pickup.Admission;
import io.camelnextmv.pickup.BodyToReadAgain;
import io.camelnextmv.pickup.ClaimChecks;
import io.camelnextmv.pickup.ListeningPolicy;
import io.camelnextmv.pickup.MessageInboxes;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.pickup.UnfetchedInputs;
import io.camelnextmv.posted.HttpAnswers;
import io.camelnextmv.posted.KeptRuns;
import io.camelnextmv.posted.PostedInputs;
import io.camelnextmv.reply.OutcomeMessages;
import io.camelnextmv.reply.PendingReplies;
import io.camelnextmv.reply.ReplyWhenDone;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.settings.Endpoints;
import io.camelnextmv.settings.HttpInputsSettings;
import io.camelnextmv.settings.Inboxes;
import io.camelnextmv.settings.SidecarFile;
import io.camelnextmv.settings.SizeSettings;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import java.util.Set;
import org.apache.camel.Processor;

/** The beans of the other ways in, chapters 60 to 64 and 74, and of the outcomes that leave as messages, 42. */
public final class MessageBeans {
    /** The route that takes messages from a bus. */
    private static final String LISTEN = "nextmv-listen";
    private final Common common;
    private final HeaderNames names;
    private final Vendors vendors;

    /** @param common what they need of others */
    public MessageBeans(Common common) {
        this.common = common;
        this.names = new HeaderNames(SidecarFile.keys(), common.mapper());
        this.vendors = common.bind("nextmvVendors", Vendors.of(common.context()));
    }

    /** 60-message, and the step of a ticket that waits in a broker, 64. */
    public void messages(Inboxes inboxes, Admission admission, WayBeans.Submit submit, RedeliveryDelay redeliveryDelay) {
        Endpoints endpoints = common.settings().endpoints();
        long most = common.settings().sizes().limits().input();
        ClaimChecks claimChecks = new ClaimChecks(endpoints.claimChecks(), most, common.cloud().http().claimChecks(),
                new ServerFiles(common.context(), common.tickets()::fetched, most), common.context());
        common.bind("nextmvMessageIntake", new MessageIntake(common.tickets(),
                new MessageInboxes(inboxes.messages(), inboxes.byName(), admission), names, claimChecks,
                endpoints.replies().isPresent() ? endpoints.sources() : Set.of(), common.clock()));
        int mostFaults = common.resilience().retry().within(common.resilience().giveUps().step());
        common.bind("nextmvUnfetchedInputs", new UnfetchedInputs(common.resilience().retry(), mostFaults, admission));
        WaitingQueue waiting = WaitingQueue.of(common.context());
        StepInputs stepInputs = new StepInputs(common.tickets(), new StepInputs.Elsewhere(claimChecks::open,
                mostFaults, ticket -> comesBack(ticket, endpoints)),
                waiting, common.clock());
        common.bind("nextmvBrokerStep", new BrokerStep(common.tickets(),
                new TicketMessages(common.tickets(), stepInputs, waiting, common.mapper(), common.clock()), stepInputs,
                new InterruptedSteps(common.tickets(), waiting, common.clock()), new NextSteps(redeliveryDelay,
                        common.settings().poll().polling().initialDelay(), submit.inputs()::isOneRequest,
                        common.resilience().retry().maxDelay()), submit.inDoubt()::expect));
    }

    /** Of an error that goes to folders: those of the gateway, or of the inbox by whose settings it was run. */
    private static boolean comesBack(Ticket ticket, Endpoints endpoints) {
        return ticket.plan().received().flatMap(MessageOrigin::inbox).isPresent() || ticket.ending()
                .map(ending -> endpoints.destinations().get(ending.destination())).filter(Endpoints.FOLDERS::equals).isPresent();
    }

    /** 62-listen. */
    public void listen(Admission admission) {
        common.bind("nextmvBodyToReadAgain", new BodyToReadAgain(common.resilience().retry(),
                common.stopping()::get));
        ListeningPolicy listening = common.bind("nextmvListeningPolicy", new ListeningPolicy(admission));
        common.bindOnlyIf("nextmvListeningIsToChange", listening::isToChange);
        common.context().addRoutePolicyFactory((context, route, node) -> {
            if (!route.equals(LISTEN)) {
                return null;
            }
            vendors.complete(context.getEndpoint("{{nextmv.inputs.from}}"), common.tickets()::fetched);
            return listening;
        });
    }

    /** The kamelets. No beans of Camel's, which would read a body before it is known that it can be read. */
    private void kamelets() {
        common.bind("nextmvKeepCallersHeaders", (Processor) CallersHeaders::keep);
        common.bind("nextmvPutCallersHeadersBack", (Processor) CallersHeaders::putBack);
    }

    /** 42-send-outcome, the replies of 60-message, and the kamelets. */
    public PendingReplies answers(WayBeans.Deliver deliver, Destinations destinations) {
        Endpoints endpoints = common.settings().endpoints();
        common.bind("nextmvOutcomeMessages", new OutcomeMessages(common.tickets(), deliver.outcomes(),
                new OutcomeMessages.EndpointTable(endpoints.destinations(), endpoints.replies(), Endpoints.FOLDERS),
                destinations::isNamed, names, vendors));
        PendingReplies replies = common.bind("nextmvPendingReplies", new PendingReplies(common.tickets()));
        kamelets();
        common.bind("nextmvReplyWhenDone", new ReplyWhenDone(replies, deliver.folders()::keptFor,
                common.context().getExecutorServiceManager().newCachedThreadPool(this, "nextmv-answers")));
        return replies;
    }

    /**
     * 66-http-inputs.
     *
     * @param open the open tickets
     * @param done the archived ones
     */
    public void posted(TicketReader open, TicketReader done, WayBeans.Deliver deliver, Admission admission) {
        HttpInputsSettings posted = common.settings().posted();
        SizeSettings sizes = common.settings().sizes();
        common.bind("nextmvPostedInputs", new PostedInputs(posted.token(), admission::isOpen, sizes.limits().input()));
        common.bind("nextmvHttpAnswers", new HttpAnswers(posted.path(), posted.token(), new KeptRuns(open, done,
                deliver.folders()::keptFor, new Packing(sizes.archives(), sizes.limits().unpacked()),
                common.tickets().archived().known()::wasPosted), common.mapper()));
    }
}
