package io.camelnextmv.ticket;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run is started with, beside its input. What is empty is not sent, and the application's own default holds.
 *
 * @param name                the run's name, in which {@code {file}} stands for the input's name
 * @param description         the run's description; the ticket's mark is put behind it
 * @param options             the options, by their names
 * @param batchExperimentId   the batch experiment that the run is attached to
 * @param executionClass      the kind of machine
 * @param priority            the place in the queue, 1 (first) to 9
 * @param queuingDisabled     whether the run is refused where it would have to wait for capacity
 * @param whenBusy            what happens then
 * @param secretsCollectionId the secrets that the run may read
 * @param integrationId       the integration that carries the run out
 * @param runType             {@code standard} or {@code ensemble}
 * @param definitionId        the ensemble's definition
 * @param inputFormat         what the input is; empty: by its name
 * @param outputFormat        what the output shall be; empty: the application's default
 * @param inputId             the managed input that is run; empty: the ticket's own
 * @param tracked             what became of a run that took place elsewhere; empty: the service is to run it
 */
public record RunSpec(Optional<String> name, Optional<String> description, Map<String, String> options,
        Optional<String> batchExperimentId, Optional<String> executionClass, Optional<Integer> priority,
        Optional<Boolean> queuingDisabled, Optional<WhenBusy> whenBusy, Optional<String> secretsCollectionId,
        Optional<String> integrationId, Optional<String> runType, Optional<String> definitionId,
        Optional<Format> inputFormat, Optional<Format> outputFormat, Optional<String> inputId,
        Optional<Tracked> tracked) {
    /** Nothing but the application's defaults. */
    public static final RunSpec NONE = new RunSpec(null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null);

    /** What to do with an input for which there is no capacity, while queuing is disabled. */
    public enum WhenBusy {
        /** It waits here and is offered again. */
        WAIT,
        /** It goes to the errors folder. */
        ERROR
    }

    /** Absent is empty: a ticket of an earlier version knows less. */
    public RunSpec {
        name = given(name);
        description = given(description);
        options = options == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
        batchExperimentId = given(batchExperimentId);
        executionClass = given(executionClass);
        priority = given(priority);
        queuingDisabled = given(queuingDisabled);
        whenBusy = given(whenBusy);
        secretsCollectionId = given(secretsCollectionId);
        integrationId = given(integrationId);
        runType = given(runType);
        definitionId = given(definitionId);
        inputFormat = given(inputFormat);
        outputFormat = given(outputFormat);
        inputId = given(inputId);
        tracked = given(tracked);
    }

    /** JSON that lacks a field gives null here. */
    private static <T> Optional<T> given(Optional<T> value) {
        return value == null ? Optional.empty() : value;
    }

    /**
     * What holds where this one is laid over another one.
     *
     * @param base gives what this one does not
     * @return both in one; of the options each by itself
     */
    public RunSpec over(RunSpec base) {
        Map<String, String> all = new LinkedHashMap<>(base.options);
        all.putAll(options);
        return new RunSpec(name.or(base::name), description.or(base::description), all,
                batchExperimentId.or(base::batchExperimentId), executionClass.or(base::executionClass),
                priority.or(base::priority), queuingDisabled.or(base::queuingDisabled),
                whenBusy.or(base::whenBusy), secretsCollectionId.or(base::secretsCollectionId),
                integrationId.or(base::integrationId), runType.or(base::runType),
                definitionId.or(base::definitionId), inputFormat.or(base::inputFormat),
                outputFormat.or(base::outputFormat), inputId.or(base::inputId),
                tracked.or(base::tracked));
    }

    /** @return whether a 429 may say that there is no capacity, and not that requests come too fast */
    public boolean mayBeRefusedAsBusy() {
        return queuingDisabled.orElse(false);
    }
}
