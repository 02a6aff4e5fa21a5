package io.camelnextmv.cloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The application and instance that the settings name for all, by which the key is judged.
 *
 * @param applicationId the application
 * @param instanceId    the instance, empty for the application's default one
 * @param key           what gives the key, for whoever is to mend it
 * @param settings      how the names of the settings begin that are about it
 */
public record MainTarget(String applicationId, Optional<String> instanceId, String key, String settings) {
    private static final Pattern APPLICATION = Pattern.compile("/v1/applications/([^/?#]+)");
    private static final String SETTINGS = "nextmv.";
    private static final Pattern INSTANCE = Pattern.compile("[?&]instance_id=([^&#]+)");

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
     * @param address the address of a request
     * @return the application that it is about, or that of an instance, where only an input or an inbox names it
     */
    Optional<String> elsewhere(String address) {
        Matcher application = APPLICATION.matcher(address);
        if (!application.find()) {
            return Optional.empty();
        }
        if (!application.group(1).equals(applicationId)) {
            return Optional.of("application " + application.group(1));
        }
        Matcher instance = INSTANCE.matcher(address);
        return instance.find() && instanceId.filter(instance.group(1)::equals).isEmpty()
                ? Optional.of("instance " + instance.group(1) + " of application " + applicationId) : Optional.empty();
    }
}
