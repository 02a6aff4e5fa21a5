package io.camelnextmv.settings;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of a Camel context, whoever gave them to it. */
public final class ContextSettings {
    private static final Logger LOG = LoggerFactory.getLogger(ContextSettings.class);
    private static final String INBOXES = "nextmv.inboxes";
    private static final Pattern ONE_INBOX = Pattern.compile("NEXTMV_INBOXES_(\\d+)");

    private ContextSettings() {
    }

    /**
     * Behind all that the application says itself, the defaults of our settings; of Camel's settings there are none.
     *
     * @param context the application's context
     */
    public static void addDefaults(CamelContext context) {
        PropertiesComponent properties = properties(context);
        Properties defaults = SettingsFiles.defaults();
        // An application that has opened a management port has not asked for our page on it.
        defaults.setProperty("nextmv.page.enabled", "false");
        defaults.keySet().removeIf(name -> says(properties, name.toString()));
        defaults.stringPropertyNames().forEach(name -> properties.addInitialProperty(name, defaults.getProperty(name)));
    }

    /**
     * Gives a context settings of ours, which win over its other properties, though not over the environment and {@code -D}.
     *
     * @param context  the application's context
     * @param settings their values by their names
     * @throws BadSetting if one of them is none of ours
     */
    public static void give(CamelContext context, Map<String, String> settings) {
        PropertiesComponent properties = properties(context);
        new TreeSet<>(settings.keySet()).stream().filter(name -> !name.startsWith(KnownSettings.OURS)).findFirst()
                .ifPresent(name -> {
                    throw new BadSetting(name + " is not a setting: their names begin with " + KnownSettings.OURS);
                });
        new KnownSettings().check(settings.keySet());
        settings.forEach(properties::addOverrideProperty);
    }

    /** Wherever it says so: not every source of properties can be listed, Spring's cannot. */
    private static boolean says(PropertiesComponent properties, String name) {
        try {
            return properties.resolveProperty(name).isPresent();
        } catch (IllegalArgumentException e) {
            // Its value names a setting that is still to get its default.
            return true;
        }
    }

    /**
     * Reads and checks them; what the environment seems to set, but does not, is told.
     *
     * @param context a context that has all of them
     * @return the settings
     * @throws BadSetting at the first one that cannot be, or is not known
     */
    public static Settings of(CamelContext context) {
        return of(context, System.getenv());
    }

    /** The same, where the environment's variables of options and inboxes are those. */
    static Settings of(CamelContext context, Map<String, String> environment) {
        PropertiesComponent properties = properties(context);
        Set<String> names = new TreeSet<>(System.getProperties().stringPropertyNames());
        properties.loadPropertiesAsMap().keySet().forEach(name -> names.add(name.toString()));
        Map<String, String> unlisted = unlisted(properties, environment, names);
        names.addAll(unlisted.keySet());
        KnownSettings known = new KnownSettings();
        known.check(names);
        known.strangers(environment.keySet().stream().filter(name -> !isOneOfAList(properties, name)).toList(), names)
                .forEach(LOG::warn);
        return Settings.of(key -> Optional.ofNullable(unlisted.get(key)).map(context::resolvePropertyPlaceholders)
                .or(() -> properties.resolveProperty(key)).orElse(null), names, Optional.ofNullable(
                        context.getRegistry().lookupByNameAndType(VendorConfig.BEAN, VendorConfig.class)));
    }

    /** Spring Boot reads NEXTMV_INBOXES_0 as the first one of a list; Camel alone does not. */
    private static boolean isOneOfAList(PropertiesComponent properties, String variable) {
        Matcher one = ONE_INBOX.matcher(variable);
        return one.matches() && properties.resolveProperty(INBOXES + "[" + one.group(1) + "]").isPresent();
    }

    /**
     * Options, and what the environment says of inboxes: no table holds their names, and Camel, which asks the environment for
     * a name that it is told, would miss some, and take NEXTMV_OPTIONS_SOLVE_TIME for solve.time, where it is solve_time.
     */
    private static Map<String, String> unlisted(PropertiesComponent properties, Map<String, String> environment,
            Set<String> listed) {
        int mode = properties.getEnvironmentVariableMode();
        if (mode == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER) {
            // The gateway's own context has what the environment says among its properties.
            return Map.of();
        }
        Map<String, String> variables = Variables.settings(environment,
                NamedInbox.names(properties.resolveProperty(INBOXES).orElse("")));
        if (mode == PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK) {
            variables.keySet().removeAll(listed);
        }
        Properties options = properties.loadProperties(Variables::isOption);
        Map<String, String> texts = new TreeMap<>();
        options.stringPropertyNames().forEach(name -> texts.put(name, options.getProperty(name)));
        texts.putAll(variables);
        // The command line wins over the environment.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> texts.containsKey(name) || Variables.isOption(name))
                .forEach(name -> texts.put(name, System.getProperty(name)));
        return texts;
    }

    private static PropertiesComponent properties(CamelContext context) {
        return (PropertiesComponent) context.getPropertiesComponent();
    }
}
