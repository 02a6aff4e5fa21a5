package io.camelnextmv.metrics;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.HttpStack;
import io.camelnextmv.failure.HeldSteps;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.retention.Kept;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.settings.Inboxes;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.submit.InDoubt;
import io.camelnextmv.ticket.Inbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the figures are of.
 *
 * @param tickets  the tickets, and what does not go on as it should
 * @param requests the requests
 * @param places   the folders
 * @param clock    the time
 */
public record Watched(Tickets tickets, Requests requests, Locations places, Clock clock) {
    /**
     * The tickets.
     *
     * @param store      those on their way
     * @param inDoubt    of which nobody knows whether they have a run
     * @param lastResort what got stuck
     * @param held       which steps hang
     */
    public record Tickets(TicketStore store, InDoubt inDoubt, LastResort lastResort, HeldSteps held) {
    }

    /**
     * The requests.
     *
     * @param accounts whether they get through
     * @param usage    how much of its limits an account uses, by its name
     * @param http     sends them
     * @param again    what is tried again
     */
    public record Requests(Collection<Account> accounts, Function<String, List<Usage>> usage, HttpStack http,
            RedeliveryDelay again) {
    }

    /**
     * The folders.
     *
     * @param inboxes      where inputs are dropped, by the inboxes' names
     * @param ignored      the names that are no inputs
     * @param kept         how much is kept in the archive, as it was counted last
     * @param work         where open ones are
     * @param applications the applications that the settings name
     */
    public record Locations(Map<String, Path> inboxes, IgnoredNames ignored, Supplier<Optional<Kept>> kept, Path work,
            Set<String> applications) {
        /**
         * @param inboxes the inboxes
         * @param ignore  patterns of names that are no inputs, beside those that are known
         * @param kept    how much is kept in the archive, as it was counted last
         * @return their folders
         */
        public static Locations of(Inboxes inboxes, List<String> ignore, Supplier<Optional<Kept>> kept) {
            Map<String, Path> folders = new LinkedHashMap<>();
            folders.put(Accounts.MAIN, inboxes.main().folder());
            inboxes.named().forEach(one -> folders.put(one.name(), one.inbox().folder()));
            return new Locations(folders, new IgnoredNames(ignore), kept, inboxes.folders().work(),
                    inboxes.all().stream().map(Inbox::applicationId).collect(Collectors.toUnmodifiableSet()));
        }
    }
}
