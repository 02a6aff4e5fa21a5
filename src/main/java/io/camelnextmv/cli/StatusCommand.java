package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.pickup.IgnoredNames;
import io.camelnextmv.settings.FolderSettings;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.steer.GatewayNotice;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.ConsolePages;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
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
    private static final String STUCK = "stuck";
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    /** An input on its way. */
    record OnItsWay(String file, String ticket, String step, Optional<String> runId, Optional<String> status,
            Instant since, int checks, Optional<Instant> nextCheck, Optional<Instant> deadline, Optional<String> consoleUrl,
            Optional<String> account) {
        static OnItsWay of(Ticket ticket, Progress progress, ConsolePages console) {
            return new OnItsWay(ticket.file(), ticket.id().text(), step(ticket), ticket.runId(),
                    ticket.ending().map(ending -> ending.status()).or(progress::status),
                    ticket.submittedAt().orElse(ticket.claimedAt()), progress.polls(),
                    ticket.state() == Ticket.State.SUBMITTED ? progress.nextCheck() : Optional.empty(),
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

    /** All of it. */
    record Status(List<GatewayNotice.Content> gateways, long inbox, List<OnItsWay> onTheirWay, long delivered, long errors,
            long canceled, long setAside, long stuck) {
    }

    @Override
    public Integer call() throws Exception {
        GatewayFiles files = context.find();
        ObjectMapper mapper = CommandContext.json();
        TicketReader ticketReader = files.ticketReader();
        Map<String, Long> ends = ends(files.folders(), mapper);
        FolderSettings folders = files.settings().folders();
        Status status = new Status(GatewayNotice.read(files.control(), ticketReader.gateways(), mapper),
                inboxes(folders.allInboxes(), new IgnoredNames(folders.ignore())),
                ticketReader.all().stream().map(ticket -> OnItsWay.of(ticket, ticketReader.progress(ticket.id()),
                        files.settings().console())).toList(),
                ends.getOrDefault("succeeded", 0L), ends.getOrDefault("failed", 0L),
                ends.getOrDefault("canceled", 0L), ticketReader.setAside(), ends.getOrDefault(STUCK, 0L));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(status));
        } else {
            print(status, files.folders(), Instant.now(), out);
        }
        return 0;
    }

    private static long inboxes(List<Path> inboxes, IgnoredNames ignored) throws IOException {
        long count = 0;
        for (Path inbox : inboxes) {
            count += inbox(inbox, ignored);
        }
        return count;
    }

    private static long inbox(Path inbox, IgnoredNames ignored) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox, "[!.]*")) {
            for (Path file : files) {
                count += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && !ignored.has(file.getFileName().toString()) ? 1 : 0;
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return count;
    }

    /** How many finished tickets ended how; only those that have a report are read. */
    private static Map<String, Long> ends(Folders folders, ObjectMapper mapper) throws IOException {
        Map<String, Long> ends = new TreeMap<>();
        try (DirectoryStream<Path> tickets = Files.newDirectoryStream(folders.archive(), "[!.]*")) {
            for (Path ticket : tickets) {
                Path report = ticket.resolve("report.json");
                String how = Files.exists(report) ? mapper.readTree(report.toFile()).path("status").asText() : "succeeded";
                String end = how.equals("succeeded") || how.equals("canceled") ? how : "failed";
                ends.merge(end, 1L, Long::sum);
                if (how.equals(STUCK)) {
                    ends.merge(STUCK, 1L, Long::sum);
                }
            }
        } catch (NoSuchFileException e) {
            return Map.of();
        }
        return ends;
    }

    private static void print(Status status, Folders folders, Instant now, PrintWriter out) {
        if (status.gateways().isEmpty()) {
            out.println("No gateway runs on " + folders.work() + ".");
        }
        for (GatewayNotice.Content gateway : status.gateways()) {
            out.println(Printable.of("Gateway " + gateway.gateway() + ", process " + gateway.pid() + ", up "
                    + Table.age(gateway.startedAt(), now) + ": application " + gateway.applicationId() + " at "
                    + gateway.url() + "."));
            out.println(Printable.of(gateway.outage().map(outage -> "  Nothing gets through since "
                    + Table.age(outage.since(), now) + ": " + outage.reason() + ". Next try "
                    + Table.in(outage.nextProbe(), now) + ".").orElse("  Requests get through.")));
            limits("  ", gateway.limits(), gateway.slowedUntil(), now, out);
            gateway.accounts().forEach(account -> {
                out.println(Printable.of("  Account of inbox " + account.inbox() + " at " + account.url() + ": "
                        + account.outage().map(outage -> "nothing gets through since " + Table.age(outage.since(), now)
                                + ": " + outage.reason() + ". Next try " + Table.in(outage.nextProbe(), now))
                                .orElse("requests get through") + "."));
                limits("    ", account.limits(), account.slowedUntil(), now, out);
            });
            gateway.missing().forEach(sentence -> out.println(Printable.of("  " + sentence + ".")));
            gateway.applications().forEach(trouble -> out.println(Printable.of("  Application " + trouble + ".")));
        }
        Map<String, Long> words = status.onTheirWay().stream().collect(Collectors.groupingBy(
                input -> input.step().equals("waiting") ? input.status().orElse("not asked for yet") : input.step(),
                TreeMap::new, Collectors.counting()));
        out.println("inbox       " + status.inbox());
        out.println("on its way  " + status.onTheirWay().size() + (words.isEmpty() ? "" : "  (" + words.entrySet()
                .stream().map(word -> word.getValue() + " " + Printable.of(word.getKey()))
                .collect(Collectors.joining(", ")) + ")"));
        out.println("delivered   " + status.delivered());
        out.println("errors      " + status.errors() + (status.stuck() == 0 ? ""
                : "  (" + status.stuck() + " stuck: an unexpected error, see their reports)"));
        out.println("canceled    " + status.canceled());
        if (status.setAside() > 0) {
            out.println("set aside   " + status.setAside() + "  (look into " + folders.work().resolve("set-aside")
                    + ": the gateway cannot go on with these)");
        }
        if (!status.onTheirWay().isEmpty()) {
            out.println();
            table(status.onTheirWay(), now).print(out);
        }
    }

    private static void limits(String before, List<Usage> limits, Optional<Instant> slowedUntil, Instant now,
            PrintWriter out) {
        if (!limits.isEmpty()) {
            out.println(before + Printable.of("Of the account's limits: " + limits.stream().map(Usage::sentence)
                    .collect(Collectors.joining("; ")) + "."));
        }
        slowedUntil.filter(now::isBefore).ifPresent(until -> out.println(before + "The service has asked to slow down"
                + " (429): requests are sent again " + Table.in(until, now) + "."));
    }

    private static Table table(List<OnItsWay> inputs, Instant now) {
        Table table = new Table("INPUT", "TICKET", "STEP", "RUN ID", "STATUS", "SINCE", "CHECKS", "NEXT CHECK",
                "DEADLINE");
        for (OnItsWay input : inputs) {
            table.row(input.file(), input.ticket(), input.step(), input.runId().orElse("-"),
                    input.status().orElse("-"), Table.age(input.since(), now), Integer.toString(input.checks()),
                    input.nextCheck().map(next -> Table.in(next, now)).orElse("-"),
                    input.deadline().map(deadline -> Table.in(deadline, now)).orElse("-"));
        }
        return table;
    }
}
