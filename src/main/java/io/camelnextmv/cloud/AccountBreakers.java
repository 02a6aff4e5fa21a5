package io.camelnextmv.cloud;

import io.camelnextmv.headers.Slots;
import java.util.function.Function;
import org.apache.camel.ExchangeProperty;

/** The circuit breakers of one service, of each account its own, for routes: they name the account. */
public final class AccountBreakers {
    private final Accounts accounts;
    private final Function<CircuitBreakers, CircuitBreaker> service;

    /**
     * @param accounts the accounts
     * @param service  which of their services
     */
    public AccountBreakers(Accounts accounts, Function<CircuitBreakers, CircuitBreaker> service) {
        this.accounts = accounts;
        this.service = service;
    }

    private CircuitBreaker of(String account) {
        return service.apply(accounts.of(account).services());
    }

    /**
     * To be asked before a request.
     *
     * @param account whose it is; null for the main account
     * @throws Fault {@link Fault.Kind#PAUSED} while nothing gets through, or where the settings have no such account
     */
    public void pass(@ExchangeProperty(Slots.ACCOUNT) String account) {
        of(account).pass();
    }

    /**
     * A request got through, whatever it was answered.
     *
     * @param account whose it was
     */
    public void success(@ExchangeProperty(Slots.ACCOUNT) String account) {
        of(account).success();
    }

    /**
     * @param account whose service it is
     * @return whether it is time for a probe: whoever is told so must make it. A key that was changed is tried at once
     */
    public boolean probe(@ExchangeProperty(Slots.ACCOUNT) String account) {
        Account asked = accounts.of(account);
        // No key goes to the storage.
        if (of(account) == asked.services().api() && asked.key().hasChanged()) {
            of(account).probeSoon();
        }
        return of(account).probe();
    }

    /**
     * @param account whose service it is
     * @return whether it is refused settings that keep it open
     */
    public boolean isAboutSettings(@ExchangeProperty(Slots.ACCOUNT) String account) {
        return of(account).isAboutSettings();
    }

    /**
     * The probe did not get through either.
     *
     * @param account whose service it is
     * @param fault   what it met
     */
    public void probeFailed(@ExchangeProperty(Slots.ACCOUNT) String account,
            @ExchangeProperty(Slots.CAUGHT) Fault fault) {
        of(account).probeFailed(fault);
    }
}
