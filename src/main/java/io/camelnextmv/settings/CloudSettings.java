package io.camelnextmv.settings;

import io.camelnextmv.cloud.HttpStack.Way;
import io.camelnextmv.cloud.Proxies;
import io.camelnextmv.cloud.Trust;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * The section "Nextmv Cloud": where the service is, and as whom it is asked.
 *
 * @param url           where the API is
 * @param apiKey        the key
 * @param applicationId the application
 * @param instanceId    the instance, empty for the default one
 * @param http          the bounds of requests
 */
public record CloudSettings(String url, String apiKey, String applicationId, Optional<String> instanceId, Http http) {
    /**
     * The bounds of requests.
     *
     * @param connectTimeout  how long a connection may take
     * @param responseTimeout how long the service may keep silent
     * @param way             by which proxy they go, and whom they trust
     */
    public record Http(Duration connectTimeout, Duration responseTimeout, Way way) {
    }

    static CloudSettings of(SettingReader values) {
        String url = url(values);
        String key = values.required("nextmv.api-key",
                "set it in config/application.properties, as NEXTMV_API_KEY, or in ~/.nextmv/config.yaml");
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadSetting("nextmv.api-key holds blanks or other characters that no key has");
        }
        String application = values.id("nextmv.application-id").orElseThrow(() -> new BadSetting(
                "nextmv.application-id is missing: set it in config/application.properties or as"
                        + " NEXTMV_APPLICATION_ID"));
        return new CloudSettings(url, key, application, values.id("nextmv.instance-id"),
                new Http(values.duration("nextmv.http.connect-timeout", SettingReader.LEAST),
                        values.duration("nextmv.http.response-timeout", SettingReader.LEAST),
                        way(values)));
    }

    private static Way way(SettingReader values) {
        try {
            Proxies proxies = Proxies.of(values.text("nextmv.http.proxy").orElse(""), System::getProperty, System::getenv);
            String version = CloudSettings.class.getPackage().getImplementationVersion();
            return new Way(proxies, Trust.of(values.text("nextmv.http.trust-store").orElse(""),
                    values.text("nextmv.http.trust-store-password").orElse("")),
                    "camel-nextmv/" + (version == null ? "unpackaged" : version));
        } catch (IllegalArgumentException e) {
            throw new BadSetting(e.getMessage());
        }
    }

    private static String url(SettingReader values) {
        String text = values.required("nextmv.url", "give the address of the API");
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && text.equals(values.raw("nextmv.url")) && uri.getHost() != null && uri.getQuery() == null
                    && uri.getUserInfo() == null && !text.endsWith("/")) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        if (text.contains("@")) {
            // What stands before the @ may be a password: not even this line repeats it.
            throw new BadSetting("nextmv.url names a user or a password (it holds an @), which would be seen wherever the"
                    + " address is: it must be an address such as https://api.cloud.nextmv.io");
        }
        throw new BadSetting("nextmv.url is \"" + text + "\": it must be an address such as"
                + " https://api.cloud.nextmv.io, without a slash or a blank at its end");
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "CloudSettings[url=" + url + ", applicationId=" + applicationId + "]";
    }
}
