package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.fixture.Remembered;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** An application whose requests hang has few threads, and the others have theirs. */
class BulkheadTest {
    private final CamelContext context = new DefaultCamelContext();
    private long now;
    private final Bulkhead bulkhead = new Bulkhead(() -> now);

    private Exchange to(ApiPath path) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(Request.get(path));
        exchange.setExchangeId(java.util.UUID.randomUUID().toString());
        return exchange;
    }

    private void enter(Exchange exchange) {
        bulkhead.enter(exchange, exchange.getMessage().getBody(Request.class), null);
    }

    private List<Exchange> send(String application, int count) {
        List<Exchange> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Exchange exchange = to(ApiPath.runs(application));
            enter(exchange);
            sent.add(exchange);
        }
        return sent;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void whileFourHangOneAtATimeIsSent() {
        send("bad", 4);
        pass(Duration.ofSeconds(4));

        send("bad", 1);
        assertThatThrownBy(() -> send("bad", 1)).isInstanceOfSatisfying(Fault.class,
                fault -> assertThat(fault.kind()).isEqualTo(Kind.PAUSED));
        send("good", 20);
        enter(to(ApiPath.QUEUE));
        pass(Duration.ofSeconds(4));
        assertThat(send("bad", 1)).hasSize(1);
    }

    @Test
    void anAnswerIsOneWhateverItSays() {
        List<Exchange> hanging = send("slow", 6);
        pass(Duration.ofSeconds(4));
        bulkhead.failed(hanging.get(0), new HttpOperationFailedException("uri", 500, "No", null, Map.of(), ""));

        assertThat(send("slow", 20)).hasSize(20);
    }

    @Test
    void someThatHangAmongManyThatAreAnsweredHoldUpNobody() {
        send("flaky", 10);
        pass(Duration.ofSeconds(4));
        bulkhead.answered(send("flaky", 1).get(0));

        assertThat(send("flaky", 20)).hasSize(20);
    }

    @Test
    void whatHasTimedOutHangsNoLonger() {
        List<Exchange> hanging = send("bad", 4);
        pass(Duration.ofSeconds(30));
        hanging.forEach(exchange -> bulkhead.failed(exchange, new java.net.SocketTimeoutException()));

        assertThat(send("bad", 8)).hasSize(8);
    }

    @Test
    void ofApplicationsOfAllNamesOnlySoManyAreRemembered() {
        for (int i = 0; i < 5000; i++) {
            bulkhead.pass(Request.get(ApiPath.runs("named-" + i)), null);
            send("asked-" + i, 1).forEach(bulkhead::answered);
        }

        assertThat(Remembered.by(bulkhead)).isLessThanOrEqualTo(1000);
    }

    @Test
    void anApplicationWhoseRequestsHangIsRememberedAmongManyOthers() {
        List<Exchange> hanging = send("bad", 4);
        pass(Duration.ofSeconds(4));
        for (int i = 0; i < 5000; i++) {
            send("asked-" + i, 1).forEach(bulkhead::answered);
        }

        send("bad", 1);
        assertThatThrownBy(() -> send("bad", 1)).isInstanceOf(Fault.class);
        bulkhead.answered(hanging.get(0));
    }
}
