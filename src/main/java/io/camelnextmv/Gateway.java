package io.camelnextmv;

import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.KnownSettings;
import io.camelnextmv.settings.SettingsFiles;
import io.camelnextmv.settings.VendorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Main main;

    /**
     * @param folder    the folder that holds {@code config/} and {@code routes/}
     * @param overrides settings that win over all others
     */
    public Gateway(Path folder, Map<String, String> overrides) {
        main = main(folder, overrides);
        main.configure().withRoutesIncludePattern(routes(folder, "*"));
        main.configure().addConfiguration(new NextmvBeans());
    }

    /** A Camel application that reads its settings where a gateway of that folder does, and has neither beans nor routes. */
    static Main main(Path folder, Map<String, String> overrides) {
        Main main = new Main();
        SettingsFiles files = SettingsFiles.in(folder);
        main.bind("nextmvSettingsFiles", files.source());
        main.setPropertyPlaceholderLocations("classpath:" + KnownSettings.DEFAULTS);
        // What the command line and the environment give is among the properties; looked up again by Camel, the
        // environment would win over the command line.
        main.configure().addConfiguration(new OwnProperties());
        files.given().forEach(main::addOverrideProperty);
        if (!overrides.containsKey("nextmv.api-key")) {
            files.withVendor(new VendorConfig(Path.of(System.getProperty("user.home")), System.getenv()))
                    .forEach(main::addOverrideProperty);
        }
        overrides.forEach(main::addOverrideProperty);
        return main;
    }

    /** All settings are those that the files name, and what wins over them. */
    private static final class OwnProperties implements CamelConfiguration {
        @Override
        public void configure(CamelContext context) {
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        }
    }

    /** Where the route files of a name are found. */
    static String routes(Path folder, String name) {
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
            main.stop();
            throw reason(e);
        }
        if (main.getCamelContext().getRoute("nextmv-pick-up") == null) {
            main.stop();
            throw new BadSetting("routes/ holds no route nextmv-pick-up: its files must be named *.camel.yaml");
        }
    }

    /** @return the Camel application */
    public Main main() {
        return main;
    }

    /** @return for how long a stop is waited for: a second more than the steps at hand have */
    Duration patience() {
        return Duration.ofSeconds(main.getCamelContext().getShutdownStrategy().getTimeout() + 1);
    }

    /** Stops it: nothing new is taken, what waits is let go, the step at hand is finished. */
    public void stop() {
        main.stop();
    }

    /** What is wrong with a setting, if that is why. */
    static Exception reason(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadSetting bad) {
                return bad;
            }
            if (cause instanceof PropertyBindingException bad) {
                // One of Camel's own, read before ours.
                return new BadSetting(bad.getOptionPrefix() + bad.getOptionKey() + " is \"" + bad.getValue()
                        + "\", which it cannot be");
            }
        }
        return thrown;
    }
}
