package io.camelnextmv.ticket;

import java.util.Map;
import java.util.Optional;

/**
 * Where people look at runs: the pages of the service's console.
 *
 * @param console  the console's address, for all accounts that have none of their own
 * @param accounts the console's address of each account, by its inbox
 */
public record ConsolePages(String console, Map<String, String> accounts) {
    private static final String PAGE = "%s/app/%s/run/%s?view=details";

    /** A copy of the map. */
    public ConsolePages {
        accounts = Map.copyOf(accounts);
    }

    /**
     * @param ticket a ticket
     * @return the page of its run; empty where it has none
     */
    public Optional<String> of(Ticket ticket) {
        return ticket.runId().map(run -> of(ticket.plan().account(), ticket.applicationId(), run));
    }

    /**
     * @param account     the inbox whose account it is; empty for that of the settings for all
     * @param application an application's id, or what stands for it
     * @param run         a run's id, or what stands for it
     * @return the run's page
     */
    public String of(Optional<String> account, String application, String run) {
        return PAGE.formatted(account.map(inbox -> accounts.getOrDefault(inbox, console)).orElse(console), application, run);
    }
}
