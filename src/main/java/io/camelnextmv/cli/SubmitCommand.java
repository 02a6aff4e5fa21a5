package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a file into an inbox, and waits for its output if that is wanted. */
@Command(name = "submit", mixinStandardHelpOptions = true, description = {"Puts a copy of a file, or what comes in, into"
        + " the inbox, with a sidecar that says what the options ask for: whole, or not at all. Nothing there is"
        + " overwritten.",
    "With --wait it waits until the input is delivered, and prints the output and nothing else. Ctrl-C ends the waiting"
            + " alone: the run goes on."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is in the inbox; with --wait: its output was printed",
            "2:a wrong command line, or a setting that cannot be", "3:there is no such file, or one of its name in the inbox",
            "4:its output was taken from the outbox, and the service does not give it once more",
            "5:it has no output: its report is in errors", "6:it was canceled"})
final class SubmitCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    private final CommandContext context;
    private final InputStream in;
    private final OutputStream out;
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "<file|->", description = "The file; - for what comes in on standard input.")
    private String file;
    @Mixin
    private InboxOption inbox;
    @Option(names = "--wait", description = "Wait until it is delivered, and print its output.")
    private boolean wait;
    @Option(names = {"-o", "--option"}, paramLabel = "<option=value>", description = "An option of the run; with an empty"
            + " value the instance's own holds. May be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();
    @Option(names = "--application", paramLabel = "<id>", description = "The application that runs it; that of the inbox if"
            + " left out.")
    private String application;
    @Option(names = "--instance", paramLabel = "<id>", description = "The instance that runs it; that of the inbox if left"
            + " out.")
    private String instance;
    @Option(names = "--name", paramLabel = "<name>", description = "Its name in the inbox; the file's own if left out, for"
            + " standard input stdin-<time>.json.")
    private String name;

    SubmitCommand(CommandContext context, InputStream in, OutputStream out) {
        this.context = context;
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        GatewayFiles files = context.find();
        Optional<Path> source = source();
        String called = InboxDrop.checked(Optional.ofNullable(name).or(() -> source.map(Path::getFileName)
                .map(Path::toString)).orElseGet(() -> "stdin-" + LocalDateTime.now().format(NOW) + ".json"), files, spec);
        Durability durability = files.settings().resilience().durability();
        Folders folders = inbox.of(files).map(files::prepared).map(NamedInbox::folders)
                .orElseGet(files::prepared);
        InputWatch watch;
        try (InboxDrop drop = new InboxDrop(folders.inbox(), called, durability)) {
            copy(source, drop.aside());
            watch = InputWatch.before(files, folders.inbox(), called);
            Path placed = drop.place(sidecar(source));
            if (!wait) {
                spec.commandLine().getOut().println(Printable.of(called) + " is in the inbox: "
                        + Printable.of(placed.toString()));
                return 0;
            }
        }
        return await(files, watch, called);
    }

    private Optional<Path> source() throws IOException {
        // Before it is a path: that is one of the caller's folder, and no dash any more.
        if (file.equals(STANDARD_INPUT)) {
            return Optional.empty();
        }
        Path path = CamelNextmv.caller().resolve(file);
        if (Files.isDirectory(path)) {
            throw new NotDone(NotDone.NOT_THERE, path + " is a folder: copy it into the inbox, and put the empty file "
                    + path.getFileName() + ".ready beside it when it is complete");
        }
        if (!Files.exists(path)) {
            throw new NotDone(NotDone.NOT_THERE, "there is no file " + path);
        }
        return Optional.of(path);
    }

    private void copy(Optional<Path> source, Path aside) throws IOException {
        try (TakesLong takesLong = new TakesLong(); TakesLong.Wait copying = takesLong.begin(() -> "copying it")) {
            if (source.isEmpty()) {
                Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            // Not its rights: it is to be read by the gateway.
            try (InputStream bytes = Files.newInputStream(source.get()); OutputStream copy = Files.newOutputStream(aside)) {
                bytes.transferTo(copy);
            }
        } catch (NoSuchFileException e) {
            throw new NotDone(NotDone.NOT_THERE, "there is no file " + e.getMessage());
        }
    }

    private byte[] sidecar(Optional<Path> source) throws IOException {
        source.map(Sidecars::of).filter(beside -> !beside.isEmpty()).ifPresent(beside -> {
            throw new NotDone(NotDone.NOT_THERE, beside.get(0) + " lies beside it, which holds for a file in an inbox: copy"
                    + " both there yourself, the sidecar first, or give what it says by -o");
        });
        ObjectNode said = CommandContext.json().createObjectNode();
        Optional.ofNullable(application).ifPresent(id -> said.put("application-id", id));
        Optional.ofNullable(instance).ifPresent(id -> said.put("instance-id", id));
        if (!options.isEmpty()) {
            ObjectNode given = said.putObject("options");
            options.forEach((option, value) -> given.put(option, value.isEmpty() ? null : value));
        }
        return said.isEmpty() ? new byte[0]
                : CommandContext.json().writerWithDefaultPrettyPrinter().writeValueAsBytes(said);
    }

    private int await(GatewayFiles files, InputWatch watch, String called) throws Exception {
        Optional<Ticket> found;
        try (WhenStopped stopped = new WhenStopped(() -> System.err.println("It goes on; wait for it again by:  camel-nextmv"
                + " wait " + Printable.of(watch.ticket().map(id -> id.text()).orElse(called))))) {
            found = WaitCommand.await(files, watch, called, Optional.empty(), spec);
        }
        Delivered delivered = Delivered.of(found.orElseThrow(), files);
        if (delivered.exitCode() != 0) {
            throw new NotDone(delivered.exitCode(), delivered.sentence());
        }
        Optional<Path> placed = delivered.path().filter(Files::isRegularFile);
        if (placed.isPresent()) {
            try {
                Files.copy(placed.get(), out);
                out.flush();
                return 0;
            } catch (NoSuchFileException e) {
                // Whoever takes outputs from the outbox was quicker, before a byte of it was read.
            }
        }
        fetch(delivered);
        return 0;
    }

    /** Of many files, or one that was taken meanwhile, the service has it still. */
    private void fetch(Delivered delivered) throws Exception {
        String run = delivered.runId().orElseThrow(() -> new NotDone(NotDone.SERVICE, delivered.sentence()
                + ": its output is not in the outbox any more"));
        try (FetchedFile fetched = FetchedFile.of(Optional.empty());
                CloudSession session = context.session(its -> delivered.account().orElse(Accounts.MAIN))) {
            RunOutput.of(session, delivered.applicationId(), run).save(session, fetched);
            fetched.hand(out);
        }
    }
}
