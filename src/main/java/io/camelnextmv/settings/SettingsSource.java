package io.camelnextmv.settings;

import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.Ordered;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.util.OrderedLocationProperties;

/**
 * The settings of the files for Camel, which would read them by itself as ISO-8859-1, and take a byte order mark for a
 * part of the first name.
 */
final class SettingsSource implements LoadablePropertiesSource, Ordered {
    private final OrderedLocationProperties settings;

    SettingsSource(OrderedLocationProperties settings) {
        this.settings = settings;
    }

    @Override
    public String getName() {
        return "nextmv-settings";
    }

    @Override
    public String getProperty(String name) {
        return settings.getProperty(name);
    }

    @Override
    public Properties loadProperties() {
        return settings;
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        OrderedLocationProperties wanted = new OrderedLocationProperties();
        settings.stringPropertyNames().stream().filter(filter)
                .forEach(name -> wanted.put(settings.getLocation(name), name, settings.getProperty(name)));
        return wanted;
    }

    @Override
    public void reloadProperties(String location) {
        // What is changed holds from the next start on.
    }

    @Override
    public int getOrder() {
        // Before whatever Camel itself reads.
        return Ordered.HIGHEST;
    }
}
