package io.camelnextmv;

import io.camelnextmv.settings.SettingsFiles;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.Ordered;
import org.apache.camel.spi.LoadablePropertiesSource;

/** The defaults of our settings, behind all that an application says itself; of Camel's settings there are none. */
final class Defaults implements LoadablePropertiesSource, Ordered {
    private final Properties values = SettingsFiles.defaults();

    @Override
    public String getName() {
        return "nextmv-defaults";
    }

    @Override
    public String getProperty(String name) {
        return values.getProperty(name);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> wanted) {
        Properties some = new Properties();
        values.stringPropertyNames().stream().filter(wanted)
                .forEach(name -> some.setProperty(name, values.getProperty(name)));
        return some;
    }

    @Override
    public void reloadProperties(String location) {
        // They are in the jar.
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }
}
