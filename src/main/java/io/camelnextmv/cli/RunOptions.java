package io.camelnextmv.cli;

import io.camelnextmv.cloud.RunAccepted;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The run that a command is about. */
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;
    @Parameters(paramLabel = "<run id>", description = "The run's id.")
    private String run;
    @Mixin
    private InboxOption inbox;
    @Option(names = "--application", paramLabel = "<id>",
            description = "The application that it runs in; nextmv.application-id if left out.")
    private String application;

    /** @return the run's id, one that can be part of an address */
    String run() {
        if (!RunAccepted.isRunId(run)) {
            throw new ParameterException(spec.commandLine(), "\"" + run + "\" is no run id");
        }
        return run;
    }

    /** @return the inbox by whose key the service is asked */
    InboxOption inbox() {
        return inbox;
    }

    String application(GatewayFiles files) {
        return ApplicationOption.of(application, inbox, files, spec);
    }
}
