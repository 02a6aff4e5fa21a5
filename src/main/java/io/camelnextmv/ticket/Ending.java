package io.camelnextmv.ticket;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a ticket.
 *
 * @param destination  where its answer goes
 * @param status       the run's status in the field's words ({@code succeeded}, {@code failed}, {@code canceled}), or
 *                     {@code timed_out}, {@code gone}, {@code rejected}, {@code given_up}, {@code in_doubt},
 *                     {@code bad_output}, {@code too_large}, {@code stuck} where it is not the run that speaks
 * @param error        what happened, a sentence; empty for a success
 * @param whatToDo     what the reader can do about it, a sentence; empty for a success
 * @param endedAt      when it was known
 * @param polls        how often the run was checked
 * @param outputSize   the size of the run's output in bytes, 0 where it is not known
 * @param outputFormat what the run's output is; empty where it is not known
 * @param answer       the service's own words, where it refused the input
 */
public record Ending(@JsonProperty("fate") Destination destination, String status, String error, String whatToDo,
        Instant endedAt, int polls, long outputSize, Optional<Format> outputFormat, Optional<String> answer) {
    /** Absent is empty: a ticket of an earlier version knows less. */
    public Ending {
        outputFormat = outputFormat == null ? Optional.empty() : outputFormat;
    }

    /** The destinations of a ticket. */
    public enum Destination {
        /** The run's output goes to the outbox. */
        OUTPUT,
        /** The input goes to the errors folder, with a report. */
        ERROR,
        /** The input goes to the folder of the canceled ones, with a report. */
        CANCELED
    }

    /**
     * The run succeeded.
     *
     * @param now        the time
     * @param polls      how often it was checked
     * @param outputSize the output's size in bytes
     * @param format     what the output is; empty where it is not known
     * @return the ending
     */
    public static Ending succeeded(Instant now, int polls, long outputSize, Optional<Format> format) {
        return new Ending(Destination.OUTPUT, "succeeded", "", "", now, polls, outputSize, format, Optional.empty());
    }

    /**
     * It ended without an output: see {@link Endings} and {@link Rejections}, where every sentence of a report stands.
     *
     * @param destination where it goes
     * @param status      the status word
     * @param error       what happened, a sentence
     * @param whatToDo    what to do about it, a sentence
     * @param now         the time
     * @param polls       how often the run was checked
     * @return the ending
     */
    static Ending withoutOutput(Destination destination, String status, String error, String whatToDo, Instant now,
            int polls) {
        return new Ending(destination, status, error, whatToDo, now, polls, 0, Optional.empty(), Optional.empty());
    }

    /**
     * The same, of an output that was looked at.
     *
     * @param format what the output is
     * @return the ending with it
     */
    public Ending withOutputFormat(Format format) {
        return new Ending(destination, status, error, whatToDo, endedAt, polls, outputSize, Optional.of(format), answer);
    }

    /**
     * The same, of a run that may have left an output all the same.
     *
     * @param size   its size in bytes, 0 where it is not known
     * @param format what it is; empty where it is not known
     * @return the ending with it
     */
    public Ending withItsOutput(long size, Optional<Format> format) {
        return new Ending(destination, status, error, whatToDo, endedAt, polls, size, format, answer);
    }

    /**
     * The same, with the service's own words.
     *
     * @param words what the service answered
     * @return the ending with the answer
     */
    public Ending withAnswer(String words) {
        return new Ending(destination, status, error, whatToDo, endedAt, polls, outputSize, outputFormat,
                Optional.of(words));
    }

    /** @return the same, of a ticket whose input cannot be given back: the broker has lost it */
    public Ending withoutItsInput() {
        return new Ending(destination, status, error, whatToDo + " The input does not come back with this report: the message that"
                + " held it is in the broker no more.", endedAt, polls, outputSize, outputFormat, answer);
    }
}
