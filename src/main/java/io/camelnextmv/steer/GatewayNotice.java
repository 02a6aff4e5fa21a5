package io.camelnextmv.steer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.CircuitBreaker.Outage;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a gateway tells other processes of itself that the folders do not show: {@code control/gateway-<name>.json},
 * written when it changes, or is gone. Whether the gateway lives is told by its lock in {@code work/}, not by this file.
 */
public final class GatewayNotice {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayNotice.class);
    private static final String PREFIX = "gateway-";
    private static final String ENDING = ".json";
    /** Each so many questions whether it has changed, one a second, somebody looks whether it is still there. */
    private static final int LOOK = 5;
    private final Path folder;
    private final Content self;
    private final Accounts accounts;
    private final Function<String, Standing> standing;
    private final TicketReader ticketReader;
    private final ObjectMapper mapper;
    private Optional<Content> written = Optional.empty();
    private int asked;

    /**
     * What it says.
     *
     * @param gateway       the gateway's name, part of its tickets' names
     * @param pid           its process
     * @param startedAt     since when it runs
     * @param url           where the API is
     * @param applicationId the application
     * @param outage        since when and why nothing gets through, empty while all is well
     * @param applications  the applications that take no inputs, each with the reason
     * @param limits        how much of the account's limits is used
     * @param slowedUntil   until when all requests wait because the service has asked for it, empty where they do not
     * @param accounts      the accounts beside that of the settings for all
     * @param missing       the accounts that inputs wait for and the settings do not have, a sentence each
     */
    public record Content(String gateway, long pid, Instant startedAt, String url, String applicationId,
            Optional<Outage> outage, List<String> applications, List<Usage> limits, Optional<Instant> slowedUntil,
            List<AccountState> accounts, List<String> missing) {
        /** Absent is empty: one of an earlier version knows less. */
        public Content {
            applications = applications == null ? List.of() : List.copyOf(applications);
            limits = limits == null ? List.of() : List.copyOf(limits);
            slowedUntil = slowedUntil == null ? Optional.empty() : slowedUntil;
            accounts = accounts == null ? List.of() : List.copyOf(accounts);
            missing = missing == null ? List.of() : List.copyOf(missing);
        }

        Content with(Optional<Outage> now, Standing standing, List<AccountState> states, List<String> waitedFor) {
            return new Content(gateway, pid, startedAt, url, applicationId, now, standing.applications(), standing.limits(),
                    standing.slowedUntil(), states, waitedFor);
        }
    }

    /**
     * What it says of an account of an inbox.
     *
     * @param inbox         the inbox that gives its key
     * @param url           where its API is
     * @param applicationId the application by which its key is judged
     * @param outage        since when and why nothing gets through, empty while all is well
     * @param limits        how much of its limits is used
     * @param slowedUntil   until when its requests wait because the service has asked for it, empty where they do not
     */
    public record AccountState(String inbox, String url, String applicationId, Optional<Outage> outage, List<Usage> limits,
            Optional<Instant> slowedUntil) {
        static AccountState of(Account account, Standing standing) {
            return new AccountState(account.name(), account.url(), account.main().applicationId(),
                    account.services().api().outage(), standing.limits(), standing.slowedUntil());
        }
    }

    /**
     * How things stand.
     *
     * @param applications the applications that take no inputs, each with the reason
     * @param limits       how much of the account's limits is used
     * @param slowedUntil  until when all requests wait because the service has asked for it
     */
    public record Standing(List<String> applications, List<Usage> limits, Optional<Instant> slowedUntil) {
    }

    /**
     * @param folder       {@code control/} under the gateway's home
     * @param self         who it is
     * @param accounts     whether requests get through
     * @param standing     what else there is to say, of an account by its name
     * @param ticketReader tells which gateways live
     * @param mapper       writes it
     */
    public GatewayNotice(Path folder, Content self, Accounts accounts, Function<String, Standing> standing,
            TicketReader ticketReader, ObjectMapper mapper) {
        this.folder = folder;
        this.self = self;
        this.accounts = accounts;
        this.standing = standing;
        this.ticketReader = ticketReader;
        this.mapper = mapper;
    }

    /** @return whether it says something else than what was written last, or, now and then, whether that is gone */
    public synchronized boolean hasChanged() {
        asked = (asked + 1) % LOOK;
        return written.filter(now()::equals).isEmpty() || asked == 0 && isGone();
    }

    private boolean isGone() {
        return Files.notExists(file(folder, self.gateway()));
    }

    /**
     * Writes it if it has changed, or is gone; the first time, those of gateways that do not live any more are taken away.
     *
     * @throws UncheckedIOException if the disk says no
     */
    public synchronized void write() {
        Content now = now();
        if (written.filter(now::equals).isPresent() && !isGone()) {
            return;
        }
        try {
            if (written.isEmpty()) {
                Directories.make(folder);
                clear();
            }
            Durability.OS.write(file(folder, self.gateway()), mapper.writeValueAsBytes(now));
            written = Optional.of(now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what it says at the moment */
    public Content now() {
        return self.with(accounts.main().services().api().outage(), standing.apply(Accounts.MAIN),
                accounts.all().stream().filter(account -> !account.isMain())
                        .map(account -> AccountState.of(account, standing.apply(account.name()))).toList(),
                accounts.missing());
    }

    private void clear() throws IOException {
        List<String> living = ticketReader.gateways();
        try (DirectoryStream<Path> notices = Files.newDirectoryStream(folder, PREFIX + "*" + ENDING)) {
            for (Path notice : notices) {
                String name = notice.getFileName().toString();
                if (!living.contains(name.substring(PREFIX.length(), name.length() - ENDING.length()))) {
                    delete(notice);
                }
            }
        }
    }

    /** What cannot be deleted is nobody's notice: it must not keep the gateway from writing its own. */
    private static void delete(Path notice) {
        try {
            Files.deleteIfExists(notice);
        } catch (IOException e) {
            LOG.warn("{} is no notice of a gateway, and cannot be deleted: {}", notice, e.toString());
        }
    }

    private static Path file(Path folder, String gateway) {
        return Contained.child(folder, PREFIX + gateway + ENDING);
    }

    /**
     * What the gateways that live tell of themselves.
     *
     * @param notices what each says, as far as it can be read
     * @param silent  the names of the others: they live, and nothing that they say is there, or can be read
     */
    public record Told(List<Content> notices, List<String> silent) {
    }

    /**
     * Reads the notices of the gateways that live.
     *
     * @param folder {@code control/} under their home
     * @param living their names
     * @param mapper reads
     * @return what they tell
     */
    public static Told read(Path folder, List<String> living, ObjectMapper mapper) {
        List<Content> notices = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (String gateway : living) {
            read(file(folder, gateway), mapper).ifPresentOrElse(notices::add, () -> silent.add(gateway));
        }
        return new Told(notices, silent);
    }

    private static Optional<Content> read(Path notice, ObjectMapper mapper) {
        try {
            return Optional.ofNullable(mapper.readValue(Files.readAllBytes(notice), Content.class))
                    .filter(content -> content.startedAt() != null && content.outage() != null);
        } catch (IOException e) {
            // It has just started, or what is there is none of its: its lock tells that it lives.
            return Optional.empty();
        }
    }
}
