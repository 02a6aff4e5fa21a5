package io.camelnextmv.sandbox;

/** Deletes runs for good, with the payloads that are theirs alone. */
final class Deletion {
    private final RunBoard board;
    private final RunWorker worker;
    private final PayloadStore store;

    Deletion(RunBoard board, RunWorker worker, PayloadStore store) {
        this.board = board;
        this.worker = worker;
        this.store = store;
    }

    /** Nobody knows the run any more; one that is queued or running ends without a word. */
    void delete(Run run) {
        worker.forget(run);
        if (!board.delete(run)) {
            return;
        }
        // An upload or a managed input may be another run's too.
        if (run.request().uploadId().isEmpty() && run.request().inputId().isEmpty()) {
            store.discard(run.input());
        }
        if (run.request().external().isEmpty()) {
            run.progress().output().ifPresent(store::discard);
        }
    }
}
