package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.LenientFields;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.payload.OutputSlice;
import java.io.IOException;

/**
 * The output of a run that has succeeded, as the service keeps it.
 *
 * @param address where the run is
 * @param run     its id
 * @param metadata what the service says of it
 */
record RunOutput(ApiPath address, String run, JsonNode metadata) {
    private static final String JSON = "json";

    /**
     * @throws NotDone                         if the run has no output
     * @throws io.camelnextmv.cloud.Fault if there is no such run
     */
    static RunOutput of(CloudSession session, String application, String run) throws IOException {
        ApiPath address = ApiPath.runs(application).run(run);
        JsonNode metadata = session.json(address.plus("/metadata")).path("metadata");
        String status = metadata.path("status_v2").asText("none");
        if (!status.equals("succeeded")) {
            String error = metadata.path("error").asText("");
            throw new NotDone(NotDone.NO_OUTPUT, "run " + run + " is " + status
                    + (error.isEmpty() ? "" : ": " + error) + ": it has no output"
                    + (status.equals("failed") || status.equals("canceled") ? "" : " yet") + "; see "
                    + session.page(application, run));
        }
        return new RunOutput(address, run, metadata);
    }

    /** Whether it is a gzipped tar of many files. */
    boolean isArchive() {
        String format = format();
        return format.equals("multi-file") || format.equals("csv-archive");
    }

    private String format() {
        return metadata.path("format").path("output").path("type").asText("");
    }

    /** Writes it to a file, byte for byte. */
    void save(CloudSession session, FetchedFile file) throws IOException {
        boolean large = LenientFields.amount(metadata.path("output_size").asText("")) > Limits.INLINE;
        if (large || !format().isBlank() && !format().equals(JSON)) {
            session.download(session.address(address, "output", "url"), file.path());
            return;
        }
        session.save(address, file.answer());
        OutputSlice slice = OutputSlice.find(file.answer()).orElseThrow(
                () -> new NotDone(NotDone.NO_OUTPUT, "the result of run " + run + " carries no output"));
        slice.copy(file.answer(), file.path());
    }
}
