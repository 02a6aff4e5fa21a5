package io.camelnextmv.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.Inboxes;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.RetentionSettings;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.store.TicketStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Makes the bean of 78-retention. */
public final class RetentionBeans {
    private RetentionBeans() {
    }

    /**
     * @param context gets it
     * @param keep    how long things are kept
     * @param inboxes whose archive and outboxes
     * @param tickets the tickets
     * @param mapper  reads tickets
     * @param clock   the machine's time
     * @return the bean, which stops with the context
     */
    public static Retention add(CamelContext context, RetentionSettings keep, Inboxes inboxes, TicketStore tickets,
            ObjectMapper mapper, Clock clock) {
        List<Folders> all = Stream.concat(Stream.of(inboxes.folders()), inboxes.named().stream().map(NamedInbox::folders))
                .toList();
        Path archive = inboxes.folders().archive();
        Retention retention = new Retention(new ArchiveKeeper(archive, new TicketReader(archive, mapper),
                all.stream().flatMap(folders -> Stream.of(folders.errors(), folders.canceled())).distinct().toList(),
                tickets.archived().known(), keep), new OutboxKeeper(keep.outbox(), ours(all, inboxes.control())),
                outboxes(all), inboxes.control(), mapper,
                new Retention.Times(clock, System::nanoTime));
        context.getRegistry().bind("nextmvRetention", retention);
        try {
            context.addService(retention);
        } catch (Exception e) {
            throw new IllegalStateException("what is kept for how long cannot be looked after", e);
        }
        return retention;
    }

    private static List<Path> ours(List<Folders> all, Path control) {
        return Stream.concat(Stream.of(control), all.stream().flatMap(folders -> Stream.of(folders.inbox(), folders.outbox(),
                folders.errors(), folders.canceled(), folders.work(), folders.archive()))).distinct().toList();
    }

    /** Where one is another one's inbox, or lies in a folder for something else, what is there waits for somebody else. */
    static List<Path> outboxes(List<Folders> all) {
        List<Path> others = all.stream().flatMap(folders -> Stream.of(folders.inbox(), folders.errors(), folders.canceled(),
                folders.work(), folders.archive())).toList();
        return all.stream().map(Folders::outbox).distinct()
                .filter(outbox -> others.stream().noneMatch(outbox::startsWith)).toList();
    }
}
