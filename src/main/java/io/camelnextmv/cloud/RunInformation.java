package io.camelnextmv.cloud;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/**
 * What the service says of a run, without its output; fields that are not used here are left out.
 *
 * @param metadata its metadata
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunInformation(Metadata metadata) {
    /** Run information without metadata says nothing. */
    public RunInformation {
        if (metadata == null) {
            throw new UnreadableAnswer("the run information carries no metadata");
        }
    }

    /**
     * The part that decides.
     *
     * @param statusV2   the status, see {@link RunInformation#hasEnded()}
     * @param error      why it failed, its first 2,000 characters
     * @param outputSize the output's size in bytes, 0 where it is not known, see {@link LenientFields}
     * @param format     what input and output are
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Metadata(Optional<String> statusV2, Optional<String> error, long outputSize,
            Optional<OutputType> format) {
        /** Absent is empty. */
        public Metadata {
            statusV2 = statusV2 == null ? Optional.empty() : statusV2;
            error = error == null ? Optional.empty() : error.map(Words::shortened);
            format = format == null ? Optional.empty() : format;
        }

        /** @return the word for what the output is; empty where it is not said */
        public Optional<String> outputFormat() {
            return format.map(OutputType::word).filter(word -> !word.isEmpty());
        }
    }

    /** @return the status word, {@code none} where there is none */
    public String status() {
        return metadata.statusV2().orElse("none");
    }

    /** @return whether the run has ended: only the words that are known to be final say so */
    public boolean hasEnded() {
        return switch (status()) {
            case "succeeded", "failed", "canceled" -> true;
            default -> false;
        };
    }
}
