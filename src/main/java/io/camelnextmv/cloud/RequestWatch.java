package io.camelnextmv.cloud;

import java.time.Duration;

/** Is told of each request that is sent to the API, the object storage or a claim check's server: it must not take long. */
public interface RequestWatch {
    /** Nobody watches. */
    RequestWatch NONE = new RequestWatch() {
        @Override
        public void answered(AnswerKind kind, int status, Duration took, long sent) {
            // Nobody watches.
        }

        @Override
        public void read(AnswerKind kind, long bytes) {
            // Nobody watches.
        }
    };

    /**
     * A request was answered, or not.
     *
     * @param kind   what its answer is
     * @param status the HTTP status; 0 without an answer, -1 where it came too slowly
     * @param took   how long it took until the head of its answer came
     * @param sent   how many bytes its body had, 0 where that is not known or it was not answered
     */
    void answered(AnswerKind kind, int status, Duration took, long sent);

    /**
     * Of the body of an answer so much was read.
     *
     * @param kind  what it is
     * @param bytes how many bytes, unpacked
     */
    void read(AnswerKind kind, long bytes);
}
