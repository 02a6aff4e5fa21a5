package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
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
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunOptions run;

    ResumeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (CloudSession session = context.session(run.inbox())) {
            GatewayFiles files = session.files();
            Folders folders = files.prepared();
            for (Ticket ticket : files.ticketReader().all()) {
                if (ticket.runId().filter(run.run()::equals).isPresent()) {
                    throw new NotDone(NotDone.NOT_THERE, "run " + run.run() + " is waited for already, by ticket "
                            + ticket.id());
                }
            }
            Ticket adopted = adopt(session, files.settings(), folders);
            spec.commandLine().getOut().println("Run " + run.run() + " is ticket " + adopted.id() + ", its input "
                    + Printable.of(adopted.file()) + "; " + (files.ticketReader().gateways().isEmpty()
                            ? "no gateway runs here: the next start waits for it."
                            : "the gateway takes it up within seconds.")
                    + " Its page: " + session.page(adopted.applicationId(), run.run()));
        }
        return 0;
    }

    private Ticket adopt(CloudSession session, Settings settings, Folders folders) throws Exception {
        String application = run.application(session.files());
        KeptInput found = KeptInput.of(session, application, run.run());
        TicketStore tickets = new TicketStore(folders.work(), folders.archive(), settings.resilience().durability(),
                settings.folders().modes(), CommandContext.json(), Clock.systemUTC());
        Optional<String> instance = Optional.of(found.metadata().path("application_instance_id").asText(""))
                .filter(id -> !id.isEmpty());
        // Where it is delivered, and as whom it is asked for; what it was started with nobody knows.
        Optional<Inbox> named = run.inbox().of(session.files())
                .map(one -> session.files().prepared(one).inbox());
        Inbox inbox = new Inbox(named.map(Inbox::folder).orElse(folders.inbox()), application, instance,
                RunSpec.NONE, named.flatMap(Inbox::account), Optional.empty());
        try {
            return tickets.newTickets().adopt(run.run() + found.ending(), inbox, run.run(),
                    settings.poll().polling().maxDuration(), input -> fetch(session, found, input));
        } finally {
            // Without its lease the ticket is an orphan, and gateways take those up.
            tickets.close();
        }
    }

    private static void fetch(CloudSession session, KeptInput found, Path input) {
        try {
            found.save(session, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
