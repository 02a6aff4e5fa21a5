package io.camelnextmv.beans;

import io.camelnextmv.pickup.Claim;
import io.camelnextmv.retry.Sleepers;
import io.camelnextmv.settings.CloudSettings;
import io.camelnextmv.settings.WebhookSettings;
import io.camelnextmv.steer.Cancel;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.steer.OthersTickets;
import io.camelnextmv.steer.Wishes;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.submit.SubmitSlots;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.webhook.Events;
import io.camelnextmv.webhook.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The beans of what steers and tells, chapters 70 to 75. */
public final class SteerBeans {
    private final Common common;

    /** @param common what they need of others */
    public SteerBeans(Common common) {
        this.common = common;
    }

    /**
     * 70-cancel.
     *
     * @param control below which the files of wishes lie
     */
    public void cancel(TicketReader reader, Cancellations cancellations, Sleepers sleepers, List<Inbox> inboxes,
            Claim claim, Path control) {
        Path wishes = control.resolve("cancel");
        OthersTickets others = new OthersTickets(common.tickets().watched()::has, reader, wishes);
        common.bind("nextmvCancel", new Cancel(reader, cancellations, new Cancel.Told(common.waiters(), sleepers, others),
                new Cancel.Untaken(inboxes.stream().map(Inbox::folder).toList(), claim::takeAnyway), common.clock()));
        common.bind("nextmvWishes", new Wishes(others, common.resilience().retry(), common.clocks().steady()));
        common.bindOnlyIf("nextmvWishesAreThere", () -> !Directories.isEmpty(wishes));
    }

    /** 72-webhook. */
    public Events webhook() {
        WebhookSettings webhook = common.settings().webhook();
        Secret secret = common.bind("nextmvWebhookSecret",
                new Secret(webhook.id(), webhook.secret(), webhook::secretNow, common.mapper(),
                        common.resilience().retry(), common.clocks().steady()));
        return common.bind("nextmvEvents", new Events(secret, common.waiters(), common.mapper(), common.clock()));
    }

    /**
     * 75-status.
     *
     * @param control where the notice lies
     */
    public GatewayNotice status(TicketReader reader, Path control, SubmitSlots slots, Sleepers sleepers) {
        CloudSettings service = common.settings().cloud();
        GatewayNotice.Content first = new GatewayNotice.Content(common.tickets().gateway(), ProcessHandle.current().pid(),
                common.clock().instant(), service.url(), service.applicationId(), Optional.empty(), List.of(), List.of(),
                Optional.empty(), List.of(), List.of());
        GatewayNotice notice = common.bind("nextmvGatewayNotice", new GatewayNotice(control, first, common.accounts(),
                account -> new GatewayNotice.Standing(slots.sentences(), sleepers.usage(account),
                        sleepers.slowed(account).map(this::about)), reader, common.mapper()));
        common.bindOnlyIf("nextmvNoticeHasChanged", notice::hasChanged);
        return notice;
    }

    /** To the second: what has not changed is not written again. */
    private Instant about(Duration later) {
        return common.clock().instant().plus(later).plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    }
}
