package io.camelnextmv.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.deliver.Redrive;
import io.camelnextmv.deliver.RedriveWay;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.pickup.InboxCount;
import io.camelnextmv.retention.Kept;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.FolderSettings;
import io.camelnextmv.settings.PageSettings;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.store.TicketStore;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the beans of the chapter {@code 76-page}, where the page is served; nothing of it is there otherwise.
 *
 * @param notice   what other processes are told of the gateway
 * @param accounts whether requests get through
 * @param tickets  the tickets
 * @param stuck    how many got stuck since the start
 * @param kept     how much is kept in archive and outboxes, as it was counted last
 * @param mapper   writes answers
 * @param clock    the time
 */
public record PageBeans(Supplier<GatewayNotice.Content> notice, Accounts accounts, TicketStore tickets, IntSupplier stuck,
        Supplier<Optional<Kept>> kept, ObjectMapper mapper, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(PageBeans.class);
    /** Whether the routes are there. */
    private static final String SERVED = "nextmvPageServed";
    private static final String SERVER = "org.apache.camel.component.platform.http.main.ManagementHttpServer";
    private static final int TOKEN_BYTES = 32;
    /** Of an inbox. */
    private static final int MOST_INPUTS = 100_000;

    /**
     * Makes them.
     *
     * @param context  gets them
     * @param settings say whether
     * @throws BadSetting if the page is asked for where nothing can serve it
     */
    public void bind(CamelContext context, Settings settings) {
        boolean served = isServed(context, settings.page());
        context.getRegistry().bind(SERVED, Boolean.toString(served));
        if (!served) {
            return;
        }
        FolderSettings folders = settings.folders();
        Optional<String> control = settings.page().control() ? Optional.of(token()) : Optional.empty();
        WatchedTickets watched = new WatchedTickets(tickets::allInFlight, tickets::inFlight, settings.console(), clock);
        tickets.watched().tell(watched);
        ReturnedInputs errors = new ReturnedInputs(folders.all().stream().map(Folders::errors).toList(), settings.console(),
                System::nanoTime);
        String version = Optional.ofNullable(PageBeans.class.getPackage().getImplementationVersion()).orElse("unpackaged");
        PageStates states = new PageStates(new WatchedGateway(notice, accounts, tickets, stuck, version, kept), watched,
                new Seldom<>(() -> backlog(folders), System::nanoTime)::now, errors, control, mapper);
        List<RedriveWay> ways = folders.all().stream()
                .map(all -> new RedriveWay(all.inbox(), all.errors(), all.canceled())).toList();
        context.getRegistry().bind("nextmvPageEngine", ManagementEngine.guarded(settings.page(), control));
        context.getRegistry().bind("nextmvPageAnswers", new PageAnswers(states, clock));
        context.getRegistry().bind("nextmvPageActs", new PageActs(watched::isOnItsWay, new Redrive(folders.main().work(),
                folders.main().archive(), ways, settings.resilience().durability(), mapper), folders.control(), errors, mapper));
    }

    private static InboxCount backlog(FolderSettings folders) {
        IgnoredNames ignored = new IgnoredNames(folders.ignore());
        InboxCount all = InboxCount.NONE;
        for (Path inbox : folders.allInboxes()) {
            try {
                all = all.and(InboxCount.of(inbox, ignored, MOST_INPUTS));
            } catch (IOException e) {
                // Not there, or not to be read: the gateway's own look says so.
                continue;
            }
        }
        return all;
    }

    private static boolean isServed(CamelContext context, PageSettings page) {
        if (!page.enabled()) {
            return false;
        }
        boolean listens = context.getPropertiesComponent().resolveProperty("camel.management.enabled")
                .filter("true"::equalsIgnoreCase).isPresent();
        if (!listens || context.getClassResolver().resolveClass(SERVER) == null) {
            throw new BadSetting("nextmv.page.enabled is true, but there is no management server that would serve the page: set"
                    + " camel.management.enabled = true, in an application of Camel Main with camel-platform-http-main");
        }
        if (!page.isKept()) {
            LOG.warn("The status page is not served: {} is no address of this machine alone (camel.management.host), and there is"
                    + " no nextmv.page.token. Health and metrics are served.", page.bound());
            return false;
        }
        return true;
    }

    private static String token() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }
}
