package io.camelnextmv;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Adopts a run that was started elsewhere. */
@Command(name = "resume", mixinStandardHelpOptions = true, description = {"Adopts a run that was started elsewhere: the"
        + " gateway waits for it, and delivers it as if its input had been dropped into the inbox.",
    "A running gateway takes it up within seconds; without one the next start does."})
final class ResumeCommand implements Callable<Integer> {
    private final Desk desk;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunOptions run;

    ResumeCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws Exception {
        try (Errand errand = desk.errand()) {
            Desk.Found found = errand.found();
            Folders folders = found.folders().prepared(found.settings().durability());
            for (Ticket ticket : found.shelf().all()) {
                if (ticket.runId().filter(run.run()::equals).isPresent()) {
                    throw new NotDone(NotDone.NOT_THERE, "run " + run.run() + " is waited for already, by ticket "
                            + ticket.id());
                }
            }
            Ticket adopted = adopt(errand, found.settings(), folders);
            spec.commandLine().getOut().println("Run " + run.run() + " is ticket " + adopted.id() + ", its input "
                    + adopted.file() + "; " + (found.shelf().gateways().isEmpty()
                            ? "no gateway runs here: the next start waits for it."
                            : "the gateway takes it up within seconds."));
        }
        return 0;
    }

    private Ticket adopt(Errand errand, Settings settings, Folders folders) throws Exception {
        String application = run.application(errand.found());
        String address = Errand.runs(application, run.run());
        JsonNode metadata = errand.json(address + "/metadata").path("metadata");
        String format = metadata.path("format").path("input").path("type").asText("json");
        TicketStore tickets = new TicketStore(folders.work(), folders.archive(), settings.durability(), Desk.json(),
                Clock.systemUTC());
        try {
            return tickets.adopt(run.run() + (format.equals("json") ? ".json" : ".tar.gz"), application,
                    Optional.of(metadata.path("application_instance_id").asText("")).filter(id -> !id.isEmpty()),
                    run.run(), settings.polling().maxDuration(), input -> fetch(errand, metadata, format, address, input));
        } finally {
            // Without its lease the ticket is an orphan, and gateways take those up.
            tickets.close();
        }
    }

    private static void fetch(Errand errand, JsonNode metadata, String format, String address, Path input) {
        boolean large = !format.equals("json") || metadata.path("input_size").asLong() > Limits.INLINE;
        try {
            if (large) {
                errand.download(errand.address(address + "/input", "url"), input);
            } else {
                errand.save(address + "/input", input);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
