package io.camelnextmv.settings;

import java.util.Optional;

/**
 * As whom the service is asked, and where.
 *
 * @param url           where the API is
 * @param key           where its key comes from
 * @param applicationId the application by which the key is judged
 * @param instanceId    its instance, empty for the default one
 * @param console       where the pages of its runs are, for people
 * @param prefix        how the names of the settings begin that give it
 */
public record AccountSettings(String url, KeySource key, String applicationId, Optional<String> instanceId, String console,
        String prefix) {
    /**
     * @param other another one
     * @return whether both are one account: the same address, and the same key or file of a key
     */
    public boolean isSameAs(AccountSettings other) {
        return url.equals(other.url) && key.isSameAs(other.key);
    }
}
