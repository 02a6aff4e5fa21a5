package io.camelnextmv.ticket;

import java.util.Optional;

/**
 * What the file beside an input asks for, for this one input.
 *
 * @param applicationId the application, empty for the inbox's own
 * @param instanceId    the instance, empty for the inbox's own, or for the default one of another application
 * @param spec          what else the run is started with
 */
public record Overrides(Optional<String> applicationId, Optional<String> instanceId, RunSpec spec) {
}
