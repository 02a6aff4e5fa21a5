package io.camelnextmv.cli;

import io.camelnextmv.Gateway;
import io.camelnextmv.deliver.Names;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.SandboxValues;
import io.camelnextmv.settings.SettingsFiles;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** Shows in a few seconds what the gateway does with a handful of files, without an account. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Starts gateway and sandbox together on a new temporary folder, drops the sample inputs into its"
                + " inbox, and shows what becomes of each.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every file came to the expected place", "1:one did not"})
final class DemoCommand implements Callable<Integer> {
    private static final String ROW = "%-26s %-20s %-10s %8s  %s%n";
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

    @Override
    public Integer call() throws Exception {
        CommandContext.aloud();
        if (System.getProperty("log.level") == null) {
            // Read when the first line is logged: the checks, too, are worth seeing here.
            System.setProperty("log.level", "DEBUG");
        }
        Path home = Files.createTempDirectory("camel-nextmv-demo-");
        SandboxValues values = SandboxValues.of(SettingsFiles.in(home));
        try (Sandbox sandbox = new Sandbox(SandboxCommand.settings(values).withPort(0)).start()) {
            System.out.println("A sandbox of Nextmv Cloud listens at " + sandbox.url());
            Gateway gateway = new Gateway(home, overrides(home, sandbox.url(), values.apiKey()));
            gateway.start();
            try {
                drop(home.resolve("inbox"));
                return report(home, tickets(gateway));
            } finally {
                gateway.stop();
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

    private static void drop(Path inbox) throws IOException {
        for (String sample : SAMPLES.keySet()) {
            Path aside = Contained.child(inbox, sample + ".part");
            try (InputStream in = DemoCommand.class.getResourceAsStream("/nextmv/samples/" + sample)) {
                Files.copy(in, aside);
            }
            Files.move(aside, Contained.child(inbox, sample), StandardCopyOption.ATOMIC_MOVE);
        }
        System.out.println(SAMPLES.size() + " files are dropped into " + inbox);
    }

    /** The finished tickets by their files' names, as soon as there is one for each file, or when that takes too long. */
    private static Map<String, Ticket> tickets(Gateway gateway) throws InterruptedException {
        TicketStore store = gateway.main().lookup("nextmvTickets", TicketStore.class);
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        Map<String, Ticket> done = Map.of();
        while (done.size() < SAMPLES.size() && System.nanoTime() < giveUp) {
            Thread.sleep(100);
            try (Stream<Ticket> archived = store.archived()) {
                done = archived.collect(Collectors.toMap(Ticket::file, Function.identity()));
            }
        }
        return done;
    }

    private static int report(Path home, Map<String, Ticket> tickets) {
        System.out.printf("%n" + ROW, "FILE", "RUN ID", "STATUS", "TIME", "DESTINATION");
        boolean good = true;
        for (Map.Entry<String, Destination> sample : SAMPLES.entrySet()) {
            Ticket ticket = tickets.get(sample.getKey());
            boolean there = ticket != null && ticket.ending().map(Ending::destination).equals(Optional.of(sample.getValue()))
                    && Files.isRegularFile(Contained.below(home, destination(ticket)));
            if (ticket == null) {
                System.out.printf(ROW, sample.getKey(), "?", "unfinished", "", "in work/ or still in inbox/");
            } else {
                row(ticket);
            }
            good &= there;
        }
        System.out.println("\n" + (good ? "Every file came to the place that was expected."
                : "NOT every file came to the place that was expected: see the lines above.")
                + " Look around in " + home);
        return good ? 0 : 1;
    }

    private static void row(Ticket ticket) {
        Ending ending = ticket.ending().orElseThrow();
        double seconds = Duration.between(ticket.claimedAt(), ending.endedAt()).toMillis() / 1000.0;
        System.out.printf(ROW, ticket.file(), ticket.runId().orElse("-"), ending.status(),
                String.format(java.util.Locale.ROOT, "%.1f s", seconds), destination(ticket));
    }

    private static String destination(Ticket ticket) {
        Names names = Names.of(ticket.file());
        String stem = ticket.deliveredAs().orElse(names.stem());
        return ticket.ending().map(Ending::destination).filter(destination -> destination == Destination.OUTPUT).isPresent()
                ? "outbox/" + names.file(stem)
                : "errors/" + Names.report(stem);
    }
}
