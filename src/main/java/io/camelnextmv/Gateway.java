package io.camelnextmv;

import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.listener.BoundedVertx;
import io.camelnextmv.listener.ListenedPorts;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.logging.Secrets;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.KnownSettings;
import io.camelnextmv.settings.SettingsFiles;
import io.camelnextmv.settings.VendorConfig;
import io.camelnextmv.traces.TracesBeans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;

/**
 * The gateway as a Camel application: its settings, beans and routes, from the folder it is started in where they lie
 * there, from the jar otherwise.
 */
public final class Gateway {
    private static final String ROUTES = "routes";
    private static final String KEY = "nextmv.api-key";
    /** Events and questions for the health are few and short, and a proxy opens another connection when it needs one. */
    private static final int MOST_CONNECTIONS = 100;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CONNECTION = Duration.ofMinutes(1);
    private final Main main;
    private final BoundedVertx listeners = new BoundedVertx(MOST_CONNECTIONS, IDLE, LONGEST_CONNECTION);

    /**
     * @param folder    the folder that holds {@code config/} and {@code routes/}
     * @param overrides settings that win over all others
     */
    public Gateway(Path folder, Map<String, String> overrides) {
        this(folder, overrides, FatalErrors.saidOnly(), Clock.systemUTC());
    }

    /**
     * @param folder    the folder that holds {@code config/} and {@code routes/}
     * @param overrides settings that win over all others
     * @param clock     the time, which may be set while the gateway runs
     */
    public Gateway(Path folder, Map<String, String> overrides, Clock clock) {
        this(folder, overrides, FatalErrors.saidOnly(), clock);
    }

    /**
     * @param folder    the folder that holds {@code config/} and {@code routes/}
     * @param overrides settings that win over all others
     * @param fatal     what is done about errors that no process survives
     */
    public Gateway(Path folder, Map<String, String> overrides, FatalErrors fatal) {
        this(folder, overrides, fatal, Clock.systemUTC());
    }

    private Gateway(Path folder, Map<String, String> overrides, FatalErrors fatal, Clock clock) {
        main = withSettings(folder, overrides);
        main.configure().withRoutesIncludePattern(routes(folder, "*"));
        main.configure().addConfiguration(new ListenedPorts());
        main.configure().addConfiguration(new NextmvBeans(fatal, clock));
        main.configure().addConfiguration(new TracesBeans());
        main.bind("nextmvListeners", listeners.vertx());
    }

    /**
     * A Camel application that reads its settings where a gateway of that folder does, and has neither beans nor routes.
     *
     * @param folder    the folder that holds {@code config/}
     * @param overrides settings that win over all others
     * @return the application, not started yet
     * @throws BadSetting if a file of settings cannot be read, or a name in it is one of ours misspelt
     */
    public static Main withSettings(Path folder, Map<String, String> overrides) {
        Secrets secrets = Logs.guarded();
        secrets.addFrom(overrides);
        Main main = new Main();
        SettingsFiles files = SettingsFiles.in(folder);
        files.contents().forEach(secrets::addFrom);
        main.bind("nextmvSettingsFiles", files.source());
        main.setPropertyPlaceholderLocations("classpath:" + KnownSettings.DEFAULTS);
        // What the command line and the environment give is among the properties; looked up again by Camel, the
        // environment would win over the command line.
        main.configure().addConfiguration(new OwnProperties(secrets));
        files.given().forEach(main::addOverrideProperty);
        VendorConfig vendor = new VendorConfig(Path.of(System.getProperty("user.home")), System.getenv());
        Map<String, String> found = files.withVendor(vendor,
                overrides.containsKey(KEY) || overrides.containsKey(KEY + "-file"));
        secrets.addFrom(found);
        found.forEach(main::addOverrideProperty);
        if (found.containsKey(KEY)) {
            main.bind(VendorConfig.BEAN, vendor);
        }
        Map<String, String> inFiles = files.secretsInFiles(overrides);
        secrets.addFrom(inFiles);
        inFiles.forEach(main::addOverrideProperty);
        overrides.forEach(main::addOverrideProperty);
        return main;
    }

    /** All settings are those that the files name, and what wins over them. */
    private static final class OwnProperties implements CamelConfiguration {
        private final Secrets secrets;

        OwnProperties(Secrets secrets) {
            this.secrets = secrets;
        }

        @Override
        public void configure(CamelContext context) {
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
            // What names another setting, or a variable of the environment, is known only now.
            properties.loadPropertiesAsMap().keySet().stream().map(Object::toString).filter(Secrets::isSecret)
                    .forEach(name -> properties.resolveProperty(name).ifPresent(secrets::add));
        }
    }

    /**
     * Where route files are found.
     *
     * @param folder the folder that holds {@code routes/}, or not: then those of the jar are taken
     * @param name   the files' name without its ending, or a pattern of Camel's, such as {@code *}
     * @return a pattern for Camel
     */
    public static String routes(Path folder, String name) {
        return (Files.isDirectory(folder.resolve(ROUTES))
                ? "file:" + folder.resolve(ROUTES)
                : "classpath:nextmv/routes") + "/" + name + ".camel.yaml";
    }

    /**
     * Starts it, and comes back when it runs.
     *
     * @throws BadSetting if a setting is missing or cannot be
     * @throws Exception  if Camel cannot start
     */
    public void start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            stop();
            throw reason(e);
        }
        if (main.getCamelContext().getRoute("nextmv-pick-up") == null) {
            stop();
            throw new BadSetting("routes/ holds no route nextmv-pick-up: its files must be named *.camel.yaml");
        }
    }

    /** @return the Camel application */
    public Main main() {
        return main;
    }

    /** @return for how long a stop is waited for: a second more than the steps at hand have */
    public Duration longestStop() {
        return Duration.ofSeconds(main.getCamelContext().getShutdownStrategy().getTimeout() + 1);
    }

    /** Stops it: nothing new is taken, what waits is let go, the step at hand is finished. */
    public void stop() {
        main.stop();
        listeners.close();
    }

    /**
     * Why an application could not start.
     *
     * @param thrown what Camel threw
     * @return what is wrong with a setting, if that is why; what was thrown otherwise
     */
    public static Exception reason(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSetting bad) {
                return bad;
            }
            if (cause instanceof PropertyBindingException bad) {
                // One of Camel's own, read before ours.
                String key = bad.getOptionPrefix() + bad.getOptionKey();
                return new BadSetting(Secrets.isSecret(key) ? key + " has a value that it cannot have"
                        : key + " is \"" + bad.getValue() + "\", which it cannot be");
            }
        }
        return thrown;
    }
}
