package io.camelnextmv.cli;

import io.camelnextmv.limits.Usage;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.settings.BadSetting;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.steer.GatewayNotice;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether a gateway can work here. */
@Command(name = "check", mixinStandardHelpOptions = true, description = {"Looks whether a gateway can work here: settings,"
        + " folders, key, application, instance, clock and budget, a line for each, with what to do where something is"
        + " wrong.",
    "It starts no run, changes nothing, leaves nothing behind, and works beside a running gateway."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a gateway can work here", "2:a setting or a folder is wrong: it would not start",
            "4:the key or the application is wrong, or the service cannot be reached: nothing would get through"})
final class CheckCommand implements Callable<Integer> {
    /** What keeps a gateway from its start. */
    private static final Set<String> OURS = Set.of("settings", "folder", "moves", "lock");
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<CheckLine> lines = new ArrayList<>();
        try {
            GatewayFiles files = context.find();
            add(lines, List.of(CheckLine.ok("settings", "", "they can be read, for " + files.settings().cloud().url())));
            Map<String, Folders> folders = new LinkedHashMap<>();
            folders.put("", files.folders());
            for (NamedInbox inbox : files.settings().folders().inboxes()) {
                folders.put("nextmv.inboxes." + inbox.name() + ".", inbox.folders());
            }
            add(lines, new FolderChecks(files.settings().resilience().durability()).of(folders));
            add(lines, gateways(files));
            add(lines, new ServiceChecks(context, files.settings()).all());
        } catch (BadSetting e) {
            add(lines, List.of(CheckLine.failed("settings", "", Logs.guarded().show(e.getMessage()),
                    "config/application.properties says what each means")));
        }
        if (json) {
            spec.commandLine().getOut().println(CommandContext.text(lines));
        }
        return lines.stream().filter(CheckLine::isFailed).map(line -> OURS.contains(line.check())
                ? CamelNextmv.EXIT_BAD_SETTING : NotDone.SERVICE).min(Integer::compare).orElse(0);
    }

    /** Said as soon as it is known: the service may take its time. */
    private void add(List<CheckLine> lines, List<CheckLine> found) {
        lines.addAll(found);
        if (!json) {
            PrintWriter out = spec.commandLine().getOut();
            found.forEach(line -> out.println(Printable.of(line.sentence())));
            out.flush();
        }
    }

    private static List<CheckLine> gateways(GatewayFiles files) {
        GatewayNotice.Told running = GatewayNotice.read(files.control(), files.ticketReader().gateways(),
                CommandContext.json());
        if (running.notices().isEmpty() && running.silent().isEmpty()) {
            return List.of(CheckLine.ok("gateway", "", "none runs here"));
        }
        return Stream.concat(running.silent().stream().map(gateway -> CheckLine.note("gateway", gateway, "it runs, and says"
                + " nothing of itself", "its notice in " + files.control() + " is not there, or cannot be read")),
                running.notices().stream().map(CheckCommand::said)).toList();
    }

    private static CheckLine said(GatewayNotice.Content gateway) {
        return gateway.outage()
                .map(outage -> CheckLine.note("gateway", gateway.gateway(), "nothing gets through since "
                        + Table.age(outage.since(), Instant.now()) + ": " + outage.reason(), ""))
                .orElseGet(() -> CheckLine.ok("gateway", gateway.gateway(), "it runs, and requests get through"
                        + (gateway.limits().isEmpty() ? "" : "; of the account's limits: " + gateway.limits().stream()
                                .map(Usage::sentence).collect(Collectors.joining("; ")))));
    }
}
