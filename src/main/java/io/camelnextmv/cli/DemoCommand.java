package io.camelnextmv.cli;

import io.camelnextmv.Gateway;
import io.camelnextmv.deliver.Names;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.SandboxValues;
import io.camelnextmv.settings.SettingsFiles;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.store.TicketWatch;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;

/** Shows in a few seconds what the gateway does with a handful of files, without an account. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Starts gateway and sandbox together on a new temporary folder, drops the sample inputs into its"
                + " inbox, and shows what becomes of each.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every file came to the expected place", "1:one did not"})
final class DemoCommand implements Callable<Integer> {
    private static final List<Integer> WIDTHS = List.of(24, 16, 12, 7);
    private static final List<String> HEAD = List.of("FILE", "RUN ID", "STATUS", "TIME", "DESTINATION");
    private static final Duration EACH = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final Map<String, Destination> SAMPLES = samples();

    private static Map<String, Destination> samples() {
        Map<String, Destination> samples = new LinkedHashMap<>();
        samples.put("capitals.json", Destination.OUTPUT);
        samples.put("berlin city tour.v2.json", Destination.OUTPUT);
        samples.put("warehouse.json", Destination.OUTPUT);
        samples.put("depots.json", Destination.OUTPUT);
        samples.put("overloaded.json", Destination.ERROR);
        samples.put("notes.json", Destination.ERROR);
        return samples;
    }

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Ticket> delivered = new ConcurrentHashMap<>();

    DemoCommand() {
        this(System.out, Terminal.canDraw());
    }

    /**
     * @param out      where it says what it does
     * @param terminal whether a table can be drawn there in its place
     */
    DemoCommand(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        // The table says it all; with -Dlog.level=DEBUG the log is said beside it, on the standard error.
        CommandContext.quietly();
        Path home = Files.createTempDirectory("camel-nextmv-demo-");
        SandboxValues values = SandboxValues.of(SettingsFiles.in(home));
        try (Sandbox sandbox = new Sandbox(SandboxCommand.settings(values).withPort(0)).start()) {
            out.println("A sandbox of Nextmv Cloud listens at " + sandbox.url());
            Gateway gateway = new Gateway(home, overrides(home, sandbox.url(), values.apiKey()));
            gateway.start();
            try {
                TicketStore store = gateway.main().lookup("nextmvTickets", TicketStore.class);
                store.watched().tell(new Deliveries());
                drop(home.resolve("inbox"));
                watch(store);
                return report(home);
            } finally {
                gateway.stop();
            }
        }
    }

    /** Remembers what was delivered. */
    private final class Deliveries implements TicketWatch {
        @Override
        public void changed(Optional<State> before, Ticket ticket) {
            if (ticket.state() == State.DELIVERED) {
                delivered.put(ticket.file(), ticket);
            }
        }
    }

    /** What the user has set for a gateway of his own must not lead the demo to his folders or his account. */
    private static Map<String, String> overrides(Path home, String url, String key) {
        Map<String, String> settings = new HashMap<>(Map.of("nextmv.url", url, "nextmv.api-key", key,
                "nextmv.api-key-file", "", "nextmv.application-id", "demo", "nextmv.instance-id", "", "nextmv.home",
                home.toString()));
        for (String folder : List.of("inbox", "outbox", "errors", "canceled", "archive", "work")) {
            settings.put("nextmv." + folder + ".folder", Contained.child(home, folder).toString());
        }
        return settings;
    }

    private void drop(Path inbox) throws IOException {
        for (String sample : SAMPLES.keySet()) {
            Path aside = Contained.child(inbox, sample + ".part");
            try (InputStream in = DemoCommand.class.getResourceAsStream("/nextmv/samples/" + sample)) {
                Files.copy(in, aside);
            }
            Files.move(aside, Contained.child(inbox, sample), StandardCopyOption.ATOMIC_MOVE);
        }
        out.println(SAMPLES.size() + " files are dropped into " + inbox);
    }

    /** Shows what becomes of each file, until each has come to its place, or that takes too long. */
    private void watch(TicketStore store) throws InterruptedException {
        LiveTable table = new LiveTable(out, terminal, WIDTHS, HEAD);
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        boolean all;
        do {
            // In this order: what was delivered in between is shown as delivered the next time.
            all = delivered.size() == SAMPLES.size();
            Map<String, Ticket> open = new HashMap<>();
            store.allInFlight().forEach(id -> store.peek(id).ifPresent(ticket -> open.put(ticket.file(), ticket)));
            table.show(SAMPLES.keySet().stream().map(file -> row(file, store, open)).toList());
            if (!all) {
                Thread.sleep(EACH.toMillis());
            }
        } while (!all && System.nanoTime() < giveUp);
        table.end();
    }

    private List<String> row(String file, TicketStore store, Map<String, Ticket> open) {
        Ticket done = delivered.get(file);
        if (done != null) {
            Ending ending = done.ending().orElseThrow();
            double seconds = Duration.between(done.claimedAt(), ending.endedAt()).toMillis() / 1000.0;
            return List.of(file, done.runId().orElse("-"), ending.status(), String.format(Locale.ROOT, "%.1f s", seconds),
                    destination(done));
        }
        return Optional.ofNullable(open.get(file)).map(ticket -> List.of(file, ticket.runId().orElse("-"),
                word(ticket, store), "", "")).orElseGet(() -> List.of(file, "-", "in the inbox", "", ""));
    }

    private static String word(Ticket ticket, TicketStore store) {
        return switch (ticket.state()) {
            case CLAIMED -> "picked up";
            case SUBMITTING -> "submitted";
            case SUBMITTED -> store.notes().progress(ticket.id()).status().orElse("submitted");
            // Its own line follows at once, with where it went.
            case ENDED, DELIVERED -> ticket.ending().map(Ending::status).orElse("");
        };
    }

    private int report(Path home) {
        List<String> missing = SAMPLES.keySet().stream().filter(file -> !hasArrived(file, home)).toList();
        out.println();
        if (missing.isEmpty()) {
            out.println("Every file came to the place that was expected: " + count(Destination.OUTPUT)
                    + " became a run each, whose output is in outbox/; " + count(Destination.ERROR)
                    + " came back to errors/, each with a report that says why and what to do.");
        } else {
            out.println("NOT every file came to the place that was expected: " + String.join(", ", missing));
        }
        out.println("Look around in " + home);
        out.println("Go on with your own: set NEXTMV_API_KEY and NEXTMV_APPLICATION_ID, start camel-nextmv, and drop a file"
                + " into data/inbox. camel-nextmv --help names the commands, config/application.properties the settings.");
        return missing.isEmpty() ? 0 : 1;
    }

    private static long count(Destination destination) {
        return SAMPLES.values().stream().filter(destination::equals).count();
    }

    private boolean hasArrived(String file, Path home) {
        Ticket ticket = delivered.get(file);
        return ticket != null && ticket.ending().map(Ending::destination).equals(Optional.of(SAMPLES.get(file)))
                && Files.isRegularFile(Contained.below(home, destination(ticket)));
    }

    private static String destination(Ticket ticket) {
        Names names = Names.of(ticket.file());
        String stem = ticket.deliveredAs().orElse(names.stem());
        return ticket.ending().map(Ending::destination).filter(destination -> destination == Destination.OUTPUT).isPresent()
                ? "outbox/" + names.file(stem)
                : "errors/" + Names.report(stem);
    }
}
