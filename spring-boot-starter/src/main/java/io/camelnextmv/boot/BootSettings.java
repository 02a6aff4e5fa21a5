package io.camelnextmv.boot;

import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.KnownSettings;
import io.camelnextmv.settings.LooseNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The settings of ours among the properties of an application, by their own names, from wherever Spring Boot takes them and
 * in its order. What is none of ours is among them too, as it is written, and will be refused.
 */
final class BootSettings {
    private static final String OURS = "nextmv.";
    private static final String INBOXES = "nextmv.inboxes";
    /** An inbox that says nothing of its own, {@code routing: {}}; the name of one in a list, {@code - routing}. */
    private static final Pattern INBOX = Pattern.compile("nextmv\\.inboxes\\.([^.\\[]+)");
    private static final Pattern INBOX_IN_LIST = Pattern.compile("nextmv\\.inboxes\\[\\d+]");
    private static final Pattern INBOX_SETTING = Pattern.compile("nextmv\\.inboxes\\.([^.\\[]+)\\..+");
    private static final Pattern LIST = Pattern.compile("nextmv\\.(?:.*\\.)?options\\.(.+)\\[\\d+](?:\\..*)?");
    private final ConfigurableEnvironment environment;
    private final LooseNames names = new LooseNames();

    BootSettings(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Reads them.
     *
     * @return their values by their names; an inbox is named by what it says
     * @throws BadSetting if an option is a list, or the list of inboxes is none of names
     */
    Map<String, String> all() {
        Map<String, String> found = new TreeMap<>();
        sources().filter(source -> !(source instanceof SystemEnvironmentPropertySource))
                .forEach(source -> addTo(found, source));
        Set<String> inboxes = inboxes(found);
        Map<String, String> all = new TreeMap<>();
        // Again, now that the inboxes are known by which the environment's names are understood.
        sources().forEach(source -> {
            if (source instanceof SystemEnvironmentPropertySource variables) {
                LooseNames.ofEnvironment(texts(variables), inboxes).forEach(all::putIfAbsent);
            } else {
                addTo(all, source);
            }
        });
        // Spring Boot knows these in all its ways of writing.
        new KnownSettings().names().stream().filter(name -> name.startsWith(OURS)).forEach(name -> {
            String value = environment.getProperty(name);
            if (value != null) {
                all.put(name, value);
            }
        });
        all.keySet().removeIf(name -> INBOX_IN_LIST.matcher(name).matches() || INBOX.matcher(name).matches()
                && all.get(name).isBlank());
        if (!inboxes.isEmpty()) {
            all.put(INBOXES, String.join(",", inboxes));
        }
        return all;
    }

    private java.util.stream.Stream<EnumerablePropertySource<?>> sources() {
        List<EnumerablePropertySource<?>> sources = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                sources.add(listed);
            }
        }
        return sources.stream();
    }

    private void addTo(Map<String, String> all, EnumerablePropertySource<?> source) {
        for (String written : source.getPropertyNames()) {
            if (written.toLowerCase(Locale.ROOT).startsWith(OURS)) {
                String name = names.strict(written);
                Matcher list = LIST.matcher(name);
                if (list.matches()) {
                    throw new BadSetting(written + ": option " + list.group(1) + " is a list, but options are texts");
                }
                all.computeIfAbsent(name, nothing -> text(source.getProperty(written)));
            }
        }
    }

    /** Those that the list names; where there is none, those that say something. */
    private Set<String> inboxes(Map<String, String> found) {
        Set<String> inboxes = new TreeSet<>();
        listed().stream().map(String::strip).filter(name -> !name.isEmpty()).forEach(inboxes::add);
        if (inboxes.isEmpty()) {
            found.forEach((name, value) -> List.of(INBOX, INBOX_SETTING).stream().map(pattern -> pattern.matcher(name))
                    .filter(Matcher::matches).forEach(match -> inboxes.add(match.group(1))));
        }
        return inboxes;
    }

    /** As Spring Boot reads a list: the first source that has it, as a text or one by one, has the whole of it. */
    private List<String> listed() {
        try {
            return Binder.get(environment).bind(INBOXES, Bindable.listOf(String.class)).orElse(List.of());
        } catch (BindException e) {
            throw new BadSetting(INBOXES + " is no list of names: it is written [routing, packing], or routing,packing");
        }
    }

    private Map<String, String> texts(EnumerablePropertySource<?> source) {
        Map<String, String> texts = new HashMap<>();
        Collection<String> all = List.of(source.getPropertyNames());
        all.forEach(name -> texts.put(name, text(source.getProperty(name))));
        return texts;
    }

    private String text(Object value) {
        return value == null ? "" : environment.resolvePlaceholders(value.toString());
    }
}
