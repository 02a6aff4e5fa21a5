package io.camelnextmv.failure;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether what a run can do without cannot be had: it is refused, by the API or by the object storage, or its step has been
 * failing for so long that it is given up. To be asked where a step that has failed is caught, as a predicate: see
 * {@link FailingSteps#matches}.
 */
public final class CannotBeHad implements Predicate {
    /** Those by which an object storage says that it will not give a file, whoever asks how often. */
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 410, 501);
    private final Predicate stepIsOver;

    /** @param stepIsOver whether a step is given up */
    public CannotBeHad(Predicate stepIsOver) {
        this.stepIsOver = stepIsOver;
    }

    @Override
    public boolean matches(Exchange exchange) {
        return exchange.getException() instanceof Fault fault && isRefusal(fault) || stepIsOver.matches(exchange);
    }

    private static boolean isRefusal(Fault fault) {
        return fault.kind() == Kind.REQUEST || fault.isOfStorage() && REFUSALS.contains(fault.status());
    }
}
