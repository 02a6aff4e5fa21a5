package io.camelnextmv.cloud;

import java.util.Optional;

/**
 * The application and instance that the settings name for all, by which the key is judged.
 *
 * @param applicationId the application
 * @param instanceId    the instance, empty for the application's default one
 * @param key           what gives the key, for whoever is to mend it
 * @param settings      how the names of the settings begin that are about it
 */
public record MainTarget(String applicationId, Optional<String> instanceId, String key, String settings) {
    private static final String SETTINGS = "nextmv.";

    /**
     * That of the settings for all, with their key.
     *
     * @param applicationId the application
     * @param instanceId    the instance, empty for the application's default one
     */
    public MainTarget(String applicationId, Optional<String> instanceId) {
        this(applicationId, instanceId, SETTINGS + "api-key", SETTINGS);
    }

    /**
     * @param asked what a request asks for
     * @return the application that it is about, or that of an instance, where only an input or an inbox names it
     */
    Optional<String> elsewhere(ApiPath asked) {
        if (asked.application().isEmpty()) {
            return Optional.empty();
        }
        if (!asked.application().get().equals(applicationId)) {
            return Optional.of("application " + asked.application().get());
        }
        return asked.instance().filter(name -> instanceId.filter(name::equals).isEmpty())
                .map(name -> "instance " + name + " of application " + applicationId);
    }
}
