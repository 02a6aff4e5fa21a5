package io.camelnextmv.failure;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether what belongs to a run cannot be had: it is refused, by the API or by the object storage, or its step has been
 * failing for so long that it is given up. To be asked where a step that has failed is caught, as a predicate: see
 * {@link FailingSteps#matches}.
 */
public final class CannotBeHad implements Predicate {
    /** Those by which an object storage says that it will not give a file, whoever asks how often. */
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 410, 501);
    private final Predicate stepIsOver;
    private final Set<Kind> kinds;
    private final Set<Integer> refusals;

    private CannotBeHad(Predicate stepIsOver, Set<Kind> kinds, Set<Integer> refusals) {
        this.stepIsOver = stepIsOver;
        this.kinds = kinds;
        this.refusals = refusals;
    }

    /**
     * @param stepIsOver whether a step is given up
     * @return for what a run can do without
     */
    public static CannotBeHad ofExtras(Predicate stepIsOver) {
        return new CannotBeHad(stepIsOver, Set.of(Kind.REQUEST), REFUSALS);
    }

    /**
     * @param stepIsOver whether a step is given up
     * @return for what a run cannot do without, or its report: what the object storage refuses is asked for by a new address
     */
    public static CannotBeHad ofResults(Predicate stepIsOver) {
        return new CannotBeHad(stepIsOver, Set.of(Kind.REQUEST, Kind.NOT_FOUND), Set.of());
    }

    @Override
    public boolean matches(Exchange exchange) {
        // First: whoever goes without it is told by that whether it was given up.
        boolean over = stepIsOver.matches(exchange);
        return over || exchange.getException() instanceof Fault fault && isRefusal(fault);
    }

    private boolean isRefusal(Fault fault) {
        return kinds.contains(fault.kind()) || fault.isOfStorage() && refusals.contains(fault.status());
    }
}
