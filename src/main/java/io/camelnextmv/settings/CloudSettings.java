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
 * @param account the account of all that have none of their own: where the API is, the key, the application
 * @param http    the bounds of requests
 */
public record CloudSettings(AccountSettings account, Http http) {
    /** How the names of its settings begin. */
    static final String PREFIX = "nextmv.";
    private static final String URL = "nextmv.url";
    private static final String CONSOLE = "nextmv.console-url";

    /**
     * The bounds of requests.
     *
     * @param connectTimeout  how long a connection may take
     * @param responseTimeout how long the service may keep silent
     * @param way             by which proxy they go, and whom they trust
     */
    public record Http(Duration connectTimeout, Duration responseTimeout, Way way) {
    }

    static CloudSettings of(SettingReader values, Optional<VendorConfig> vendor) {
        String url = url(values, URL, "https://api.cloud.nextmv.io");
        KeySource key = KeySource.of(values, PREFIX, vendor).orElseThrow(() -> new BadSetting("nextmv.api-key is missing:"
                + " set it in config/application.properties, as NEXTMV_API_KEY, or in ~/.nextmv/config.yaml, or name the"
                + " file that holds it (nextmv.api-key-file)"));
        String application = values.id("nextmv.application-id").orElseThrow(() -> new BadSetting(
                "nextmv.application-id is missing: set it in config/application.properties or as"
                        + " NEXTMV_APPLICATION_ID"));
        return new CloudSettings(new AccountSettings(url, key, application, values.id("nextmv.instance-id"),
                url(values, CONSOLE, "https://cloud.nextmv.io"), PREFIX),
                new Http(values.duration("nextmv.http.connect-timeout", SettingReader.LEAST),
                        values.duration("nextmv.http.response-timeout", SettingReader.LEAST),
                        way(values)));
    }

    private static Way way(SettingReader values) {
        try {
            Proxies proxies = Proxies.of(values.secret("nextmv.http.proxy", "nextmv.http.proxy-file").orElse(""),
                    System::getProperty, System::getenv);
            String version = CloudSettings.class.getPackage().getImplementationVersion();
            return new Way(proxies, Trust.of(values.text("nextmv.http.trust-store").orElse(""),
                    password(values)),
                    "camel-nextmv/" + (version == null ? "unpackaged" : version));
        } catch (IllegalArgumentException e) {
            throw new BadSetting(e.getMessage());
        }
    }

    /** That of the file wins over the one that is there by default. */
    private static String password(SettingReader values) {
        String inFile = "nextmv.http.trust-store-password-file";
        return values.file(inFile).map(file -> SecretFile.read(inFile, file))
                .or(() -> values.text("nextmv.http.trust-store-password")).orElse("");
    }

    /** Reads an address of a server, with a path or not. */
    static String url(SettingReader values, String key, String example) {
        String text = values.required(key, "give an address such as " + example);
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && text.equals(values.raw(key)) && uri.getHost() != null && uri.getQuery() == null
                    && uri.getUserInfo() == null && !text.endsWith("/")) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        if (text.contains("@")) {
            // What stands before the @ may be a password: not even this line repeats it.
            throw new BadSetting(key + " names a user or a password (it holds an @), which would be seen wherever the"
                    + " address is: it must be an address such as " + example);
        }
        throw new BadSetting(key + " is \"" + text + "\": it must be an address such as " + example
                + ", without a slash or a blank at its end");
    }

    /** @return where the API is */
    public String url() {
        return account.url();
    }

    /** @return the application */
    public String applicationId() {
        return account.applicationId();
    }

    /** @return the instance, empty for the default one */
    public Optional<String> instanceId() {
        return account.instanceId();
    }
}
