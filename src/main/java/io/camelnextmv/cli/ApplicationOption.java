package io.camelnextmv.cli;

import io.camelnextmv.cloud.RunAccepted;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The application that a command is about: as given, or that of the inbox, or that of the settings. */
final class ApplicationOption {
    private ApplicationOption() {
    }

    static String of(String given, InboxOption inbox, GatewayFiles files, CommandSpec spec) {
        String id = Optional.ofNullable(given).orElseGet(() -> inbox.of(files).map(one -> one.inbox().applicationId())
                .orElse(files.settings().cloud().applicationId()));
        if (!RunAccepted.isRunId(id)) {
            throw new ParameterException(spec.commandLine(), "\"" + id + "\" is no application id");
        }
        return id;
    }
}
