package io.camelnextmv.cli;

import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.settings.NamedInbox;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The inbox by whose key, address and application a command asks the service. */
final class InboxOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;
    @Option(names = "--inbox", paramLabel = "<name>", description = "The inbox by whose key, address and application the"
            + " service is asked, a name of nextmv.inboxes; by those of the settings for all if left out.")
    private String name;

    /** @return the inbox, empty where none is named */
    Optional<NamedInbox> of(GatewayFiles files) {
        if (name == null) {
            return Optional.empty();
        }
        return Optional.of(files.settings().folders().inboxes().stream().filter(inbox -> inbox.name().equals(name))
                .findFirst().orElseThrow(() -> new ParameterException(spec.commandLine(), "there is no inbox " + name
                        + " (nextmv.inboxes)")));
    }

    /** @return as whom the service is asked */
    String account(GatewayFiles files) {
        return of(files).flatMap(inbox -> inbox.inbox().account()).orElse(Accounts.MAIN);
    }
}
