package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.steer.Wishes;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cancels an input, a ticket or a run: by the running gateway, or without one. */
@Command(name = "cancel", mixinStandardHelpOptions = true, description = {
    "Cancels what is on its way: an input, a ticket or a run.",
    "Beside a running gateway the wish is put into its control folder, and the input lands in canceled/. Without one the"
            + " run is canceled directly, and what is on its way is canceled at the next start."})
final class CancelCommand implements Callable<Integer> {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final long LOOK = 20;
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "<input|ticket|run id>", description = "The input's file name, the ticket's name or the"
            + " run's id.")
    private String name;
    @Mixin
    private InboxOption inbox;
    @Option(names = "--application", paramLabel = "<id>",
            description = "The application of a run that is not on its way here; nextmv.application-id if left out.")
    private String application;

    CancelCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        GatewayFiles files = context.find();
        TicketReader.Meant meant = files.ticketReader().meant(files.settings().folders().allInboxes(), name);
        List<Ticket> named = meant.tickets().stream().filter(ticket -> ticket.ending().isEmpty()).toList();
        boolean inInbox = named.isEmpty() && !meant.waiting().isEmpty();
        if (named.isEmpty() && !inInbox && !RunAccepted.isRunId(name)) {
            throw unknown();
        }
        if (named.isEmpty() && !inInbox) {
            return cancelRun(inbox::account, ApplicationOption.of(application, inbox, files, spec), name);
        }
        String wish = wishFor(named);
        if (!files.ticketReader().gateways().isEmpty()) {
            return byGateway(files, wish);
        }
        if (inInbox && meant.waiting().size() > 1) {
            // As the next start would say, when nobody listens any more.
            throw new NotDone(NotDone.NOT_THERE, meant.waiting().size() + " inboxes hold an input named " + name + ": take away the"
                    + " ones that shall not be run: " + String.join(", ", meant.waiting().stream().map(Path::toString).toList()));
        }
        return withoutGateway(files, named, wish);
    }

    /**
     * A ticket's name is clear, and is read whatever its input is called. A run's id stays: where its ticket is gone when the
     * wish is read, the run is still asked for.
     */
    private String wishFor(List<Ticket> named) {
        boolean byRun = named.stream().anyMatch(ticket -> ticket.runId().filter(name::equals).isPresent());
        if (named.size() == 1 && !(byRun && Wishes.isOne(name))) {
            return named.get(0).id().text();
        }
        if (!Wishes.isOne(name)) {
            throw named.isEmpty() ? new NotDone(NotDone.NOT_THERE, name + " was not taken yet, and a wish of that name is not"
                    + " read: take it out of the inbox") : several(named);
        }
        return name;
    }

    private NotDone several(List<Ticket> named) {
        return new NotDone(NotDone.NOT_THERE, named.size() + " inputs named " + name + " are on their way: cancel by"
                + " ticket: " + String.join(", ", named.stream().map(ticket -> ticket.id().text()).toList()));
    }

    private int cancelRun(Function<GatewayFiles, String> account, String app, String run) throws Exception {
        try (CloudSession session = context.session(account)) {
            session.cancel(app, run);
            out().println("Run " + run + " was canceled: " + session.page(app, run));
            return 0;
        } catch (Fault fault) {
            throw switch (fault.kind()) {
                case NOT_FOUND -> unknown();
                case REQUEST -> new NotDone(NotDone.NOT_THERE, "run " + run + " cannot be canceled: "
                        + fault.getMessage());
                default -> fault;
            };
        }
    }

    private NotDone unknown() {
        return new NotDone(NotDone.NOT_THERE, "nothing named " + name + " is on its way: it is no input's name, no"
                + " ticket and no run id; if it was delivered already, it is in outbox, errors or canceled");
    }

    private int withoutGateway(GatewayFiles files, List<Ticket> named, String wish) throws Exception {
        if (named.size() > 1) {
            throw several(named);
        }
        write(files, wish);
        out().println("No gateway runs here: " + Printable.of(name) + " is canceled at its next start.");
        for (Ticket ticket : named) {
            if (ticket.runId().isPresent()) {
                cancelRun(its -> ticket.plan().account().orElse(Accounts.MAIN), ticket.applicationId(),
                        ticket.runId().get());
            }
        }
        return 0;
    }

    /** Puts the wish where the gateway looks, and waits until it has been answered. */
    private int byGateway(GatewayFiles files, String wish) throws Exception {
        Path refusal = Contained.child(folder(files), Wishes.answerTo(wish));
        Files.deleteIfExists(refusal);
        Path written = write(files, wish);
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (Files.exists(written)) {
            if (System.nanoTime() > giveUp) {
                throw new NotDone(NotDone.SERVICE, "the gateway has not answered within " + LONGEST_WAIT.toSeconds()
                        + " s; the wish to cancel " + name + " stays in " + written + " and will be seen to");
            }
            Thread.sleep(LOOK);
        }
        if (Files.exists(refusal)) {
            JsonNode answer = CommandContext.json().readTree(refusal.toFile());
            Files.delete(refusal);
            StringBuilder message = new StringBuilder(answer.path("message").asText());
            if (message.indexOf(wish) == 0) {
                // As it was named here.
                message.replace(0, wish.length(), name);
            }
            answer.path("meant").forEach(meant -> message.append(meant == answer.path("meant").path(0) ? ": " : ", ")
                    .append(meant.asText()));
            throw new NotDone(NotDone.NOT_THERE, message.toString());
        }
        out().println(Printable.of(name) + " is being canceled: it will be in " + files.folders().canceled()
                + ", or, if its run has ended meanwhile, where that belongs.");
        return 0;
    }

    private static Path write(GatewayFiles files, String wish) throws IOException {
        // Not the home: where that is away, its mount point is no home.
        Path folder = Directories.make(files.control().getParent(), folder(files));
        Path file = Contained.child(folder, wish);
        Files.write(file, new byte[0]);
        return file;
    }

    private static Path folder(GatewayFiles files) {
        return files.control().resolve("cancel");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
