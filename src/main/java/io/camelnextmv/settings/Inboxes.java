package io.camelnextmv.settings;

import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Modes;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Inbox;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's inboxes and folders, made and tried, by their real names.
 *
 * @param folders  the folders of the main inbox, and those that all share
 * @param control  the folder by which the gateway is steered
 * @param main     the inbox that there always is
 * @param messages stands for the inbox of messages, which come from no folder: its folder is one that never is
 * @param named    the inboxes beside the main one
 */
public record Inboxes(Folders folders, Path control, Inbox main, Inbox messages, List<NamedInbox> named) {
    private static final Logger LOG = LoggerFactory.getLogger(Inboxes.class);

    /**
     * Makes the folders that are missing, and tries in them what will be done there.
     *
     * @param settings the settings
     * @return the inboxes
     * @throws BadSetting if a folder cannot be used, is that of two inboxes, or leads back to an inbox
     */
    public static Inboxes prepared(Settings settings) {
        Durability durability = settings.resilience().durability();
        Modes modes = settings.folders().modes();
        Folders folders = settings.folders().main().prepared(durability, modes);
        Path control = Folders.control(settings.folders().control(), durability, modes);
        List<NamedInbox> named = settings.folders().inboxes().stream().map(inbox -> inbox.prepared(durability, modes)).toList();
        Inboxes inboxes = new Inboxes(folders, control, inbox(settings, folders.inbox()),
                inbox(settings, folders.work().resolve(".messages")), named);
        List<Path> taken = new ArrayList<>(List.of(inboxes.main().folder(), inboxes.messages().folder()));
        for (NamedInbox one : named) {
            if (taken.contains(one.inbox().folder())) {
                throw new BadSetting("inbox " + one.name() + " has the folder of another inbox: " + one.inbox().folder());
            }
            taken.add(one.inbox().folder());
        }
        Map<Path, Set<Path>> ways = inboxes.ways(settings.endpoints());
        ways.keySet().forEach(inbox -> mustNotComeBack(inbox, ways));
        return inboxes;
    }

    /** Where what was dropped into each inbox lies in the end. The main one's answers may go to endpoints instead. */
    private Map<Path, Set<Path>> ways(Endpoints endpoints) {
        Map<Path, Set<Path>> ways = new HashMap<>();
        named.forEach(one -> ways.put(one.folders().inbox(), Set.of(one.folders().outbox(), one.folders().errors())));
        ways.put(folders.inbox(), Stream.of(Destination.OUTPUT, Destination.ERROR)
                .filter(destination -> endpoints.destinations().get(destination).equals(Endpoints.FOLDERS))
                .map(folders.destinations()::get).collect(Collectors.toUnmodifiableSet()));
        return ways;
    }

    /** An outbox may be another one's inbox. But what comes back to where it began is run, and paid, without an end. */
    private static void mustNotComeBack(Path inbox, Map<Path, Set<Path>> ways) {
        Set<Path> reached = new HashSet<>();
        Deque<Path> open = new ArrayDeque<>(ways.get(inbox));
        while (!open.isEmpty()) {
            Path next = open.pop();
            if (next.equals(inbox)) {
                throw new BadSetting("what is dropped into the inbox " + inbox + " comes back to it, by outbox or errors folders"
                        + " that are inboxes too: it would be run again and again");
            }
            if (reached.add(next)) {
                open.addAll(ways.getOrDefault(next, Set.of()));
            }
        }
    }

    private static Inbox inbox(Settings settings, Path folder) {
        return new Inbox(folder, settings.cloud().applicationId(), settings.cloud().instanceId(), settings.runs().spec());
    }

    /**
     * Says in the log where inputs are taken from, and where they go.
     *
     * @param cloud the service
     */
    public void say(CloudSettings cloud) {
        LOG.info("Watching {}, running application {}{} at {}", folders.inbox(), cloud.applicationId(),
                cloud.instanceId().map(id -> ", instance " + id).orElse(""), cloud.url());
        named.forEach(one -> LOG.info("Watching {} too, running application {}{}", one.inbox().folder(),
                one.inbox().applicationId(), one.account().map(own -> " at " + own.url() + ", with the key of "
                        + own.key().setting()).orElse("")));
        LOG.info("Requests go {}, as {}", cloud.http().way().proxies().words(cloud.url()), cloud.http().way().agent());
        LOG.info("Outputs: {}  errors: {}  canceled: {}", folders.outbox(), folders.errors(), folders.canceled());
        LOG.info("On their way: {}  archive: {}", folders.work(), folders.archive());
    }

    /** @return all of them, the main one first */
    public List<Inbox> all() {
        return Stream.of(Stream.of(main, messages), named.stream().map(NamedInbox::inbox), byName().stream())
                .flatMap(inboxes -> inboxes).toList();
    }

    /** @return what messages are run with that name an inbox */
    public List<Inbox> byName() {
        return named.stream().map(one -> one.inbox().ofMessages(messages.folder(), one.name())).toList();
    }
}
