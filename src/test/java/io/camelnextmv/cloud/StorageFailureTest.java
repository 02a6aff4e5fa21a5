package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.fixture.OneAccount;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The object storage has a circuit breaker of its own. */
class StorageFailureTest {
    private static final String ADDRESS = "https://storage.example.com:8443/bucket/in.json?X-Signature=abc";
    private final MovableClock clock = new MovableClock();
    private final CircuitBreaker storage = new CircuitBreaker("the object storage", "It waits", Duration.ofSeconds(1),
            Duration.ofSeconds(8), probes -> Duration.ofSeconds(1), clock);
    private final StorageFailure failure = new StorageFailure(OneAccount.of(storage, clock));

    private static Exception answer(int status) {
        return new HttpOperationFailedException(ADDRESS, status, "No", null, Map.of(), "<Error/>");
    }

    private void meet(Exception thrown, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> failure.tell(thrown, Transfer.get(ADDRESS), null)).isInstanceOf(Fault.class);
        }
    }

    /** What the probe meets, as its route hands it on. */
    private void probed(Exception thrown) {
        assertThatThrownBy(() -> failure.tell(thrown, Transfer.get(ADDRESS), null))
                .isInstanceOfSatisfying(Fault.class, storage::probeFailed);
    }

    @Test
    void whenItIsNotThereItOpensAfterAProbeOfItsServerWithoutTheAddressItself() {
        meet(answer(503), 3);
        meet(new SocketException("reset"), 2);

        assertThat(storage.probe()).isTrue();
        assertThat(failure.probe(null).address()).isEqualTo("https://storage.example.com:8443/");
        probed(answer(503));

        assertThat(storage.isClosed()).isFalse();
        assertThatThrownBy(storage::pass).hasMessageContaining("the object storage").hasMessageNotContaining("Signature");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 403, 404, 405})
    void whateverItsServerAnswersTheProbeItIsThere(int status) {
        meet(answer(500), 9);
        assertThat(storage.probe()).isTrue();
        probed(answer(status));

        assertThat(storage.isClosed()).isTrue();
    }

    @Test
    void anAddressThatIsRefusedIsNoReasonForAProbe() {
        meet(answer(403), 20);

        assertThat(storage.probe()).isFalse();
    }

    @Test
    void itsOwnPauseDoesNotCloseIt() {
        meet(answer(503), 5);
        storage.probe();
        probed(answer(503));
        assertThatThrownBy(storage::pass).isInstanceOfSatisfying(Fault.class, paused -> meet(paused, 1));

        assertThat(storage.isClosed()).isFalse();
    }
}
