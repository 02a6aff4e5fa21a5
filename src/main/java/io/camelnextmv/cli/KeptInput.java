package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.LenientFields;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.ticket.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The input of a run, as the service keeps it.
 *
 * @param path     where it is
 * @param metadata what the service says of the run
 */
record KeptInput(ApiPath path, JsonNode metadata) {
    private static final int TOO_LARGE = 413;
    private static final int REFUSED = 400;

    /** @throws Fault if there is no such run */
    static KeptInput of(CloudSession session, String application, String run) throws IOException {
        ApiPath address = ApiPath.runs(application).run(run);
        return new KeptInput(address.plus("/input"), session.json(address.plus("/metadata")).path("metadata"));
    }

    /** The service's word for what it is; JSON where it says nothing. */
    String word() {
        return Optional.of(metadata.path("format").path("input").path("type").asText("")).filter(word -> !word.isBlank())
                .orElse(Format.JSON.wire());
    }

    /** Empty for a word that is not known. */
    Optional<Format> format() {
        return Format.of(word());
    }

    boolean isJson() {
        return format().filter(Format.JSON::equals).isPresent();
    }

    /** How the name of a file ends that holds it. */
    String ending() {
        return isJson() ? ".json" : format().filter(Format.TEXT::equals).isPresent() ? ".txt" : ".tar.gz";
    }

    /** Writes it to a file, byte for byte, complete or not at all. */
    void save(CloudSession session, Path file) throws IOException {
        if (isJson() && LenientFields.amount(metadata.path("input_size").asText("")) <= Limits.INLINE) {
            try {
                session.save(path, file);
                return;
            } catch (Fault fault) {
                // Larger than was said, or not JSON after all.
                if (fault.status() != REFUSED && fault.status() != TOO_LARGE) {
                    throw fault;
                }
            }
        }
        session.download(session.address(path, "url"), file);
    }
}
