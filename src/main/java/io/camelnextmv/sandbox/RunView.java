package io.camelnextmv.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox knows of a run at one moment.
 *
 * @param id            the run's id
 * @param application   its application
 * @param instance      its instance; {@code latest} if the request named none
 * @param name          its name, empty if it has none
 * @param description   its description, empty if it has none
 * @param status        where it is
 * @param created       when it was accepted
 * @param options       its options
 * @param inputSize     size of its input, bytes
 * @param priority      1 (first) to 9
 * @param experimentId  the batch experiment it is attached to
 * @param error         why it failed
 */
public record RunView(
        String id,
        String application,
        String instance,
        String name,
        String description,
        RunStatus status,
        Instant created,
        Map<String, String> options,
        long inputSize,
        int priority,
        Optional<String> experimentId,
        Optional<String> error) {
}
