package io.camelnextmv.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.StorageFailure;
import io.camelnextmv.cloud.Transfer;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.fixture.OneAccount;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run can do without is gone without only where it is refused, or given up. */
class CannotBeHadTest {
    private static final String ADDRESS = "https://storage.example.com/b/k?X-Signature=abc";
    private final MovableClock clock = new MovableClock();
    private final CircuitBreaker storage = new CircuitBreaker("the object storage", "It waits", Duration.ofSeconds(1),
            Duration.ofSeconds(8), probes -> Duration.ofSeconds(1), clock);

    private static boolean cannotBeHad(Exception thrown, boolean stepIsOver) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setException(thrown);
        return CannotBeHad.ofExtras(asked -> stepIsOver).matches(exchange);
    }

    @ParameterizedTest
    @CsvSource({"400, true", "403, true", "404, true", "405, true", "410, true", "413, true", "501, true", "429, false",
        "500, false", "503, false"})
    void theStorageRefusesByItsStatus(int status, boolean refused) {
        Exception fault = catchException(() -> new StorageFailure(OneAccount.of(storage, clock)).tell(
                new HttpOperationFailedException(ADDRESS, status, "No", null, Map.of(), ""), Transfer.get(ADDRESS), null));

        assertThat(cannotBeHad(fault, false)).isEqualTo(refused);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theApiRefusesByWhatItsStatusMeansForWhoeverHasAsked(Kind kind) {
        assertThat(cannotBeHad(new Fault(kind, 403, "no", Optional.empty()), false)).isEqualTo(kind == Kind.REQUEST);
    }

    @Test
    void whateverElseIsMetOnlyWhereTheStepIsGivenUp() {
        assertThat(cannotBeHad(new IllegalStateException("ours"), false)).isFalse();
        assertThat(cannotBeHad(new Fault(Kind.SERVICE, 500, "no", Optional.empty()), true)).isTrue();
    }
}
