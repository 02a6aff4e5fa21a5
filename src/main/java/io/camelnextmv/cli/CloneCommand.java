package io.camelnextmv.cli;

import io.camelnextmv.logging.Printable;
import io.camelnextmv.settings.CloudSettings;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.store.Durability;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a run's input into the inbox once more. */
@Command(name = "clone", mixinStandardHelpOptions = true, description = {"Puts a run's input into the inbox, with a sidecar"
        + " that says how it was run: its options, and the application and instance where the settings say others.",
    "It is then run as any other input is. Nothing in the inbox is overwritten."})
final class CloneCommand implements Callable<Integer> {
    private final CommandContext context;
    @Spec
    private CommandSpec spec;
    @Mixin
    private RunOptions run;
    @Option(names = {"-o", "--option"}, paramLabel = "<option=value>", description = "An option that is to be otherwise;"
            + " with an empty value it is left out. May be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();
    @Option(names = "--name", paramLabel = "<name>", description = "The input's name in the inbox, with or without its"
            + " ending; the run's id if left out.")
    private String name;

    CloneCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        String id = run.run();
        try (CloudSession session = context.session(run.inbox())) {
            GatewayFiles files = session.files();
            Durability durability = files.settings().resilience().durability();
            Folders prepared = files.prepared();
            Optional<NamedInbox> named = run.inbox().of(files).map(files::prepared);
            String application = run.application(files);
            KeptInput input = KeptInput.of(session, application, id);
            if (input.format().isEmpty()) {
                throw new NotDone(NotDone.NOT_THERE, "the input of run " + id + " is " + input.word()
                        + ", of which no inbox knows what it is: fetch it by the command input");
            }
            CloudSettings own = files.settings().cloud();
            byte[] sidecar = new RunSidecar(input).json(application,
                    named.map(inbox -> inbox.inbox().applicationId()).orElse(own.applicationId()),
                    named.map(inbox -> inbox.inbox().instanceId()).orElse(own.instanceId()), options);
            try (InboxDrop drop = new InboxDrop(named.map(NamedInbox::folders).orElse(prepared).inbox(), name(id, input.ending(), files), durability)) {
                input.save(session, drop.aside());
                Path placed = drop.place(sidecar);
                spec.commandLine().getOut().println("The input of run " + id + " is in the inbox: "
                        + Printable.of(placed.toString()));
            }
        }
        return 0;
    }

    private String name(String id, String ending, GatewayFiles files) {
        String stem = name == null ? id : name;
        String whole = stem.toLowerCase(java.util.Locale.ROOT).endsWith(ending) ? stem : stem + ending;
        return InboxDrop.checked(whole, files, spec);
    }
}
