package io.camelnextmv.settings;

import io.camelnextmv.store.Modes;
import io.camelnextmv.ticket.Inbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The section "Folders": where inputs and outputs lie, and when an input is taken.
 *
 * @param home    the folder that holds {@code control/}
 * @param main    the folders of the main inbox, and those that all share
 * @param looks   when the inboxes are looked into
 * @param ignore  further patterns of names that are left in the inboxes
 * @param inboxes the inboxes beside the main one
 * @param modes   who may read what is made
 */
public record FolderSettings(Path home, Folders main, Looks looks, List<String> ignore, List<NamedInbox> inboxes,
        Modes modes) {
    /**
     * When inboxes are looked into.
     *
     * @param delay  how long it is from one look to the next
     * @param settle how long a file must not have changed
     */
    public record Looks(Duration delay, Duration settle) {
    }

    /** Reads them; the other inboxes are laid over the main one, which has the application and the runs of all. */
    static FolderSettings of(Function<String, String> lookup, Collection<String> names, CloudSettings cloud,
            RunSettings runs) {
        SettingReader values = new SettingReader(lookup);
        // Empty, it would make the folders those of the root: /inbox, /work.
        values.required("nextmv.home", "give the folder that holds the others");
        Looks looks = new Looks(values.duration("nextmv.inbox.delay", SettingReader.LEAST),
                values.duration("nextmv.inbox.settle", Duration.ZERO));
        Folders main = Folders.of(values);
        return new FolderSettings(values.folder("nextmv.home"), main, looks,
                ignore(values), NamedInbox.all(lookup, names, main,
                        new Inbox(main.inbox(), cloud.applicationId(), cloud.instanceId(), runs.spec()), cloud.account()),
                Modes.of(umask(values)));
    }

    /** In octal digits, as people know it. */
    private static int umask(SettingReader values) {
        String text = values.required("nextmv.umask", "give three digits such as 027");
        if (!text.matches("0[0-7]{2}")) {
            throw new BadSetting("nextmv.umask is \"" + text + "\": it is written in three digits from 0 to 7, the first of"
                    + " which is 0: 027, 022, 077");
        }
        return Integer.parseInt(text, 8);
    }

    private static List<String> ignore(SettingReader values) {
        List<String> patterns = values.text("nextmv.inbox.ignore").map(list -> Stream.of(list.split(","))
                .map(String::strip).filter(pattern -> !pattern.isEmpty()).toList()).orElse(List.of());
        patterns.stream().filter(pattern -> pattern.indexOf('/') >= 0 || pattern.matches("[*]+")).findFirst()
                .ifPresent(pattern -> {
                    throw new BadSetting("nextmv.inbox.ignore has the pattern \"" + pattern + "\": a pattern is a"
                            + " file's name without a folder, with * for any letters and ? for one, and not * alone");
                });
        return patterns;
    }

    /** @return the folder by which a gateway is steered */
    public Path control() {
        return home.resolve("control");
    }

    /** @return the folders of each inbox, those of the main one first */
    public List<Folders> all() {
        return Stream.concat(Stream.of(main), inboxes.stream().map(NamedInbox::folders)).toList();
    }

    /** @return all inboxes, the main one first */
    public List<Path> allInboxes() {
        return all().stream().map(Folders::inbox).toList();
    }
}
