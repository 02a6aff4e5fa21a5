package io.camelnextmv.sandbox;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a run last its time, with a timer and no thread, and then decides. */
final class RunWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

    private final ScheduledExecutorService timers;
    private final PayloadStore store;
    private final Duration runTime;
    private final TourDecision decision = new TourDecision();
    private final ArchiveDecision archiveDecision;
    private final Map<String, Future<?>> waiting = new ConcurrentHashMap<>();

    RunWorker(ScheduledExecutorService timers, PayloadStore store, Duration runTime) {
        this.timers = timers;
        this.store = store;
        this.runTime = runTime;
        this.archiveDecision = new ArchiveDecision(decision, store);
    }

    /** Runs a run that has started, and tells the board how it ended. */
    void start(Run run, RunBoard board) {
        try {
            DecisionOptions options = DecisionOptions.from(run.request().options(), runTime);
            schedule(run, board, () -> execute(run, options), options.duration());
        } catch (BadInput e) {
            schedule(run, board, () -> failed(run, e.getMessage()), Duration.ZERO);
        }
    }

    /** Drops the timer of a run that was canceled. */
    void forget(Run run) {
        Future<?> timer = waiting.remove(run.id());
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void schedule(Run run, RunBoard board, Work work, Duration delay) {
        try {
            waiting.put(run.id(), timers.schedule(() -> finish(run, board, work), delay.toMillis(),
                    TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("the sandbox is closing: run {} is left where it is", run.id());
        }
        if (!run.status().active()) {
            // Ended between the start and here: nobody else would remove the entry.
            waiting.remove(run.id());
        }
    }

    private void finish(Run run, RunBoard board, Work work) {
        if (run.status() != RunStatus.RUNNING) {
            return;
        }
        Outcome outcome;
        try {
            outcome = work.outcome();
        } catch (IOException | RuntimeException e) {
            LOG.debug("run {} could not be carried out", run.id(), e);
            outcome = failed(run, "the sandbox could not carry out the run: " + e);
        }
        if (!board.finish(run, outcome)) {
            outcome.output().ifPresent(store::discard);
        }
        waiting.remove(run.id());
    }

    private Outcome execute(Run run, DecisionOptions options) throws IOException {
        if (options.fail().isPresent() && !options.partial()) {
            return failed(run, options.fail().get());
        }
        PayloadStore.Draft draft = store.draft();
        try {
            Decision decided = decide(run, options, draft);
            run.log().add(Run.now(), "tour found: " + decided.statistics().get("result"));
            Payload output = draft.finish();
            return decided.failure().map(message -> Outcome.failed(errorLog(run, message), Optional.of(output)))
                    .orElseGet(() -> Outcome.succeeded(output, decided.statistics()));
        } catch (BadInput e) {
            draft.abandon();
            return failed(run, e.getMessage());
        } catch (IOException | RuntimeException e) {
            draft.abandon();
            throw e;
        }
    }

    private Decision decide(Run run, DecisionOptions options, PayloadStore.Draft draft)
            throws IOException, BadInput {
        RunConfiguration configuration = run.request().configuration();
        if (configuration.archiveInput() || configuration.archiveOutput()) {
            return archiveDecision.decide(run, options, draft);
        }
        // Of a text nobody knows what it means: it has no stops.
        return decision.decide(configuration.jsonInput() ? run.input()::open : TourDecision.NOTHING, options, draft);
    }

    private static Outcome failed(Run run, String message) {
        return Outcome.failed(errorLog(run, message));
    }

    private static ErrorLog errorLog(Run run, String message) {
        return new ErrorLog(message, run.log().text(), "error: " + message + "\n");
    }

    /** What a run does when its time is over. */
    private interface Work {
        Outcome outcome() throws IOException;
    }
}
