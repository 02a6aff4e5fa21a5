package io.camelnextmv.settings;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Modes;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An inbox beside the main one. Its settings are those of a run, under {@code nextmv.inboxes.<name>.}; what it does not
 * say the main one's settings say.
 *
 * @param name    its name
 * @param folders its folders; work and archive are those of all
 * @param inbox   what its inputs are run with
 * @param account the account of its own, if it has one
 */
public record NamedInbox(String name, Folders folders, Inbox inbox, Optional<AccountSettings> account) {
    /** How their settings begin. */
    static final String PREFIX = "nextmv.inboxes.";
    private static final String OURS = "nextmv.";
    private static final Set<String> FOLDERS = Set.of("folder", "outbox.folder", "errors.folder", "canceled.folder");
    private static final Set<String> ACCOUNT = Set.of("api-key", "api-key-file", "url", "console-url");

    /** Reads them; the main inbox is the base, and its account that of all that have none of their own. */
    static List<NamedInbox> all(Function<String, String> lookup, Collection<String> names, Folders main, Inbox base,
            AccountSettings account) {
        SettingReader values = new SettingReader(lookup);
        List<String> known = values.text("nextmv.inboxes").map(list -> Arrays.stream(list.split(",")).map(String::strip)
                .toList()).orElse(List.of());
        for (String name : known) {
            if (!name.matches("[a-z0-9][a-z0-9-]*") || new HashSet<>(known).size() < known.size()) {
                throw new BadSetting("nextmv.inboxes is \"" + String.join(",", known) + "\": it must be different names"
                        + " of small letters, digits and -, with commas between them");
            }
        }
        names.stream().filter(key -> key.startsWith(PREFIX) && !known.contains(nameIn(key))).findFirst()
                .ifPresent(key -> {
                    throw new BadSetting(key + " is given, but nextmv.inboxes does not name " + nameIn(key));
                });
        List<NamedInbox> all = new ArrayList<>();
        for (String name : known) {
            try {
                all.add(read(name, lookup, names, values.folder("nextmv.home"), main, base, account));
            } catch (BadSetting e) {
                throw new BadSetting(e.getMessage().replaceFirst("^nextmv\\.(?!inboxes|home)", PREFIX + name + "."));
            }
        }
        return all;
    }

    /** Whether a key is one of an inbox, whatever the inbox's name. */
    static boolean isKnown(String key) {
        if (!key.startsWith(PREFIX) || key.length() <= PREFIX.length() + nameIn(key).length() + 1) {
            return false;
        }
        String rest = key.substring(PREFIX.length() + nameIn(key).length() + 1);
        return FOLDERS.contains(rest) || ACCOUNT.contains(rest) || SidecarFile.isKnown(rest);
    }

    /** What an inbox may say, beside its options. */
    static Set<String> keys() {
        Set<String> keys = new HashSet<>(FOLDERS);
        keys.addAll(ACCOUNT);
        keys.addAll(SidecarFile.keys());
        return keys;
    }

    /** The names that a list holds. */
    static List<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }

    private static String nameIn(String key) {
        String rest = key.substring(PREFIX.length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }

    private static NamedInbox read(String name, Function<String, String> lookup, Collection<String> names, Path home,
            Folders main, Inbox base, AccountSettings shared) {
        String own = PREFIX + name + ".";
        SettingReader values = new SettingReader(key -> lookup.apply(own + key.substring(OURS.length())));
        List<String> given = names.stream().filter(key -> key.startsWith(own))
                .map(key -> OURS + key.substring(own.length())).toList();
        Optional<String> application = values.id("nextmv.application-id");
        Optional<String> instance = values.id("nextmv.instance-id");
        RunSpec spec = RunSpecs.checked(RunSpecs.of(values, given).over(base.spec()));
        Folders folders = new Folders(folder(values, OURS + "folder", home, name, "inbox"),
                folder(values, OURS + "outbox.folder", home, name, "outbox"),
                folder(values, OURS + "errors.folder", home, name, "errors"),
                folder(values, OURS + "canceled.folder", home, name, "canceled"), main.archive(), main.work());
        // An instance belongs to its application.
        boolean elsewhere = application.filter(other -> !other.equals(base.applicationId())).isPresent();
        String its = application.orElse(base.applicationId());
        Optional<String> itsInstance = instance.or(() -> elsewhere ? Optional.empty() : base.instanceId());
        Optional<AccountSettings> account = account(values, own, shared)
                .map(one -> new AccountSettings(one.url(), one.key(), its, itsInstance, one.console(), own));
        if (account.isPresent() && name.equals(Accounts.MAIN)) {
            throw new BadSetting("the inbox " + name + " has a key of its own, which no inbox of that name can have: call it"
                    + " something else");
        }
        return new NamedInbox(name, folders, new Inbox(folders.inbox(), its, itsInstance, spec, account.map(one -> name),
                Optional.empty()), account);
    }

    /** The account of its own. No key goes to an address that it was not given for. */
    private static Optional<AccountSettings> account(SettingReader values, String own, AccountSettings shared) {
        Optional<KeySource> key = KeySource.of(values, own, Optional.empty());
        Optional<String> url = values.optional("nextmv.url", name -> CloudSettings.url(values, name, shared.url()));
        if (key.isEmpty() && url.filter(address -> !address.equals(shared.url())).isPresent()) {
            throw new BadSetting(own + "url is given without a key: the one of nextmv.api-key is not sent to another"
                    + " address, give " + own + "api-key or " + own + "api-key-file too");
        }
        return key.map(given -> new AccountSettings(url.orElse(shared.url()), given, shared.applicationId(),
                shared.instanceId(), values.optional("nextmv.console-url", name -> CloudSettings.url(values, name,
                        shared.console())).orElse(shared.console()), own)).filter(one -> !one.isSameAs(shared));
    }

    private static Path folder(SettingReader values, String key, Path home, String name, String otherwise) {
        try {
            return values.text(key).map(text -> Path.of(text).toAbsolutePath().normalize())
                    .orElseGet(() -> Contained.child(Contained.child(home, name), otherwise));
        } catch (InvalidPathException e) {
            throw new BadSetting(key + " is no folder's name");
        }
    }

    /**
     * Makes its folders, and tries them.
     *
     * @param durability how far a write must come
     * @param modes      who may read what is made
     * @return the same with the folders' real names
     * @throws BadSetting if one of them cannot be used
     */
    public NamedInbox prepared(Durability durability, Modes modes) {
        try {
            Folders real = folders.prepared(durability, modes);
            return new NamedInbox(name, real, inbox.in(real.inbox()), account);
        } catch (BadSetting e) {
            throw new BadSetting("inbox " + name + ": " + e.getMessage());
        }
    }
}
