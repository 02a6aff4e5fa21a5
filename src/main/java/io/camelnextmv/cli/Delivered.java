package io.camelnextmv.cli;

import io.camelnextmv.deliver.Names;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.Ticket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of an input that was waited for.
 *
 * @param file        the input's name
 * @param ticket      its ticket
 * @param applicationId the application that ran it
 * @param account     the inbox whose account it was run with, empty for that of the settings for all
 * @param runId       its run, if there was one
 * @param status      the run's status, or what the report says instead
 * @param destination where its answer went: output, error, canceled
 * @param path        the file or folder there: the output, or the report; empty where it went elsewhere, or was taken since
 * @param error       why there is no output; empty where there is one
 */
record Delivered(String file, String ticket, String applicationId, Optional<String> account, Optional<String> runId,
        String status, String destination, Optional<Path> path, String error) {
    static Delivered of(Ticket ticket, GatewayFiles files) {
        Ending ending = ticket.ending().orElseThrow();
        return new Delivered(ticket.file(), ticket.id().text(), ticket.applicationId(), ticket.plan().account(),
                ticket.runId(), ending.status(), word(ending.destination()), placed(ticket, ending, files), ending.error());
    }

    private static String word(Destination destination) {
        return destination.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<Path> placed(Ticket ticket, Ending ending, GatewayFiles files) {
        if (ticket.plan().received().isPresent()) {
            return Optional.empty();
        }
        Folders folders = inbox(ticket.plan(), files);
        Path folder = folders.destinations().get(ending.destination());
        Names names = files.folderInput(ticket) ? new Names(ticket.file(), "") : Names.of(ticket.file());
        return ticket.deliveredAs().map(stem -> Contained.child(folder, ending.destination() == Destination.OUTPUT
                ? names.output(stem, ending.outputFormat().orElse(Format.JSON), ticket.plan().spec().inputFormat())
                : Names.report(stem))).filter(Files::exists);
    }

    /** The folders of the inbox that it came from; a ticket has its real name. */
    private static Folders inbox(RunPlan plan, GatewayFiles files) {
        return files.settings().folders().all().stream()
                .filter(folders -> plan.inbox().filter(inbox -> isCalled(folders.inbox(), inbox)).isPresent())
                .findFirst().orElse(files.folders());
    }

    private static boolean isCalled(Path folder, String real) {
        try {
            return folder.toString().equals(real) || folder.toRealPath().toString().equals(real);
        } catch (java.io.IOException e) {
            return false;
        }
    }

    /** What a script is told. */
    int exitCode() {
        return switch (destination) {
            case "output" -> 0;
            case "canceled" -> NotDone.CANCELED;
            default -> NotDone.NO_OUTPUT;
        };
    }

    /** One line for people. */
    String sentence() {
        String run = runId.map(id -> "run " + id).orElse("no run");
        return file + (path.isPresent() ? " → " + path.get() : "") + " (" + status + ", " + run + ")"
                + (error.isEmpty() ? "" : ": " + error);
    }
}
