package io.camelnextmv.cloud;

/**
 * An account of the service, as whom requests are sent: nobody else's key goes where it is, and what one meets says nothing
 * of the others.
 *
 * @param name     {@link Accounts#MAIN}, or the inbox that gives the key or the address
 * @param url      where the API is, without a path
 * @param key      the key, which is sent nowhere else
 * @param main     by what the key is judged
 * @param faults   tells whose fault a failed request is
 * @param services whether requests get through
 */
public record Account(String name, String url, ApiKey key, MainTarget main, Faults faults, CircuitBreakers services) {
    /** @return whether it is that of the settings for all */
    public boolean isMain() {
        return name.equals(Accounts.MAIN);
    }
}
