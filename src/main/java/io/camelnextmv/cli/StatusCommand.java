package io.camelnextmv.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.pickup.InboxCount;
import io.camelnextmv.retention.Ends;
import io.camelnextmv.retention.Kept;
import io.camelnextmv.retention.RetentionNote;
import io.camelnextmv.settings.FolderSettings;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what the gateway has in its hands, read from its folders. */
@Command(name = "status", mixinStandardHelpOptions = true, description = {"Prints what the gateway has in its hands:"
        + " inputs in the inbox, runs that are waited for, what was delivered, and whether requests get through.",
    "It reads the folders, and works beside a running gateway and without one."})
final class StatusCommand implements Callable<Integer> {
    private static final long EVERY = 1000;
    /** What a screen may show. */
    private static final int MOST_ROWS = 100;
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;
    @Option(names = {"-w", "--watch"}, description = "Draw it anew every second, until Ctrl-C; where the output is no"
            + " terminal, a line whenever something has changed.")
    private boolean watch;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    /** An input on its way. */
    record OnItsWay(String file, String ticket, String step, Optional<String> runId, Optional<String> status,
            Instant since, int checks, Optional<Instant> nextCheck, Optional<Instant> deadline, Optional<String> consoleUrl,
            Optional<String> account) {
        /** Not each check is written down: one that is past tells nothing of the next one. */
        static OnItsWay of(Ticket ticket, Progress progress, ConsolePages console, Instant now) {
            return new OnItsWay(ticket.file(), ticket.id().text(), step(ticket), ticket.runId(),
                    ticket.ending().map(ending -> ending.status()).or(progress::status),
                    ticket.submittedAt().orElse(ticket.claimedAt()), progress.polls(),
                    progress.nextCheck().filter(next -> ticket.state() == Ticket.State.SUBMITTED && next.isAfter(now)),
                    ticket.deadline(), console.of(ticket), ticket.plan().account());
        }

        private static String step(Ticket ticket) {
            return switch (ticket.state()) {
                case CLAIMED -> "to be submitted";
                case SUBMITTING -> "submitting";
                case SUBMITTED -> "waiting";
                case ENDED, DELIVERED -> "delivering";
            };
        }
    }

    /** All of it; how much is kept is as the gateway has counted it last. Silent are gateways that run and say nothing. */
    record Status(List<GatewayNotice.Content> gateways, @JsonIgnore List<String> silent, long inbox,
            List<OnItsWay> onTheirWay, long delivered, long errors, long canceled, long setAside, long stuck, Optional<Kept> kept) {
        /** One line of it. */
        String summary() {
            Map<String, Long> words = words();
            return "inbox " + inbox + ", on its way " + onTheirWay.size() + (words.isEmpty() ? "" : " (" + said(words) + ")")
                    + ", delivered " + delivered + ", errors " + errors + ", canceled " + canceled
                    + (setAside == 0 ? "" : ", set aside " + setAside)
                    + (isAlone() ? ", no gateway runs" : gateways.stream().anyMatch(gateway ->
                            gateway.outage().isPresent()) ? ", nothing gets through" : "")
                    + (silent.isEmpty() ? "" : ", " + silent.size() + " gateways say nothing of themselves");
        }

        /** Whether no gateway runs. */
        @JsonIgnore
        boolean isAlone() {
            return gateways.isEmpty() && silent.isEmpty();
        }

        /** Whoever counts the gateways there counts the silent ones too. */
        JsonNode json() {
            ObjectNode all = CommandContext.json().valueToTree(this);
            silent.forEach(gateway -> all.withArray("gateways").addObject().put("gateway", gateway).put("silent", true));
            return all;
        }

        /** How many inputs are on which step, or have which status. */
        Map<String, Long> words() {
            return onTheirWay.stream().collect(Collectors.groupingBy(
                    input -> input.step().equals("waiting") ? input.status().orElse("not asked for yet") : input.step(),
                    TreeMap::new, Collectors.counting()));
        }

        static String said(Map<String, Long> words) {
            return words.entrySet().stream().map(word -> word.getValue() + " " + Printable.of(word.getKey()))
                    .collect(Collectors.joining(", "));
        }
    }

    @Override
    public Integer call() throws Exception {
        GatewayFiles files = context.find();
        ArchiveEnds ends = new ArchiveEnds(files.folders().archive());
        if (!watch) {
            say(look(files, ends), files, true);
            return 0;
        }
        String said = "";
        try {
            while (!Terminal.isGone(spec.commandLine().getOut())) {
                Status status = look(files, ends);
                if (json || !Terminal.canDraw()) {
                    said = sayIfChanged(status, said);
                } else {
                    spec.commandLine().getOut().print(CLEAR);
                    say(status, files, false);
                }
                Thread.sleep(EVERY);
            }
            return 0;
        } catch (InterruptedException e) {
            // Whoever watched has seen enough.
            return 0;
        }
    }

    private String sayIfChanged(Status status, String said) throws IOException {
        String now = status.summary();
        if (!now.equals(said)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? Printable.json(CommandContext.json().writeValueAsString(status.json()))
                    : Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + now);
            out.flush();
        }
        return now;
    }

    private void say(Status status, GatewayFiles files, boolean whole) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(CommandContext.text(status.json()));
        } else {
            new StatusPage(files.folders(), Instant.now(), whole ? Integer.MAX_VALUE : MOST_ROWS).print(status, out);
        }
        out.flush();
    }

    private static Status look(GatewayFiles files, ArchiveEnds archive) throws IOException {
        TicketReader ticketReader = files.ticketReader();
        FolderSettings folders = files.settings().folders();
        GatewayNotice.Told gateways = GatewayNotice.read(files.control(), ticketReader.gateways(),
                CommandContext.json());
        // In the order of an input's way: what goes on meanwhile is found twice, perhaps, but never nowhere.
        long inbox = inboxes(folders.allInboxes(), new IgnoredNames(folders.ignore()));
        Instant now = Instant.now();
        List<OnItsWay> onTheirWay = ticketReader.all().stream().map(ticket -> OnItsWay.of(ticket,
                ticketReader.progress(ticket.id()), files.settings().console(), now)).toList();
        Optional<Kept> kept = RetentionNote.read(files.control(), CommandContext.json()).flatMap(RetentionNote::kept);
        Ends ends = archive.count(kept.flatMap(Kept::ends));
        return new Status(gateways.notices(), gateways.silent(), inbox, onTheirWay, ends.succeeded(), ends.failed(),
                ends.canceled(), ticketReader.setAside(), ends.stuck(), kept);
    }

    private static long inboxes(List<Path> inboxes, IgnoredNames ignored) throws IOException {
        InboxCount all = InboxCount.NONE;
        for (Path inbox : inboxes) {
            try {
                all = all.and(InboxCount.of(inbox, ignored, Integer.MAX_VALUE));
            } catch (NoSuchFileException e) {
                // The start makes it.
                continue;
            }
        }
        return all.count();
    }
}
