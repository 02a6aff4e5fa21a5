package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * What came of deciding: there is an output either way.
 *
 * @param statistics the statistics part of the output
 * @param failure    why the run fails all the same
 */
record Decision(Map<String, Object> statistics, Optional<String> failure) {
}
