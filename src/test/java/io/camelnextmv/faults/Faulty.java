package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.util.function.Supplier;

/** What may arrive in place of an answer. */
enum Faulty {
    RESET(() -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
    NOTHING(() -> aResponse().withFault(Fault.EMPTY_RESPONSE)),
    RUBBISH(() -> aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)),
    BROKEN_OFF(() -> aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
    SILENCE(() -> aResponse().withFixedDelay(2000)),
    TOO_MANY(() -> aResponse().withStatus(429).withBody("{\"error\":\"too many requests\"}")),
    TOO_MANY_FOR_A_SECOND(() -> aResponse().withStatus(429).withHeader("Retry-After", "1")),
    STATUS_500(() -> aResponse().withStatus(500).withBody("oops")),
    STATUS_502(() -> aResponse().withStatus(502).withBody("<html>Bad gateway</html>")),
    STATUS_503(() -> aResponse().withStatus(503)),
    STATUS_504(() -> aResponse().withStatus(504)),
    HALF_AN_ANSWER(() -> aResponse().withBody("{\"run_id\":\"devint-9K\",\"metadata\":{\"status_v2\":\"succ")),
    PROMISED_LONGER(() -> aResponse().withHeader("Content-Length", "5000").withBody("{\"metadata\":")),
    NO_BODY(() -> aResponse()),
    HTML(() -> aResponse().withHeader("Content-Type", "text/html").withBody("<html><body>Sign in</body></html>")),
    OTHER_JSON(() -> aResponse().withBody("[1,2,3]"));

    private final Supplier<ResponseDefinitionBuilder> answer;

    Faulty(Supplier<ResponseDefinitionBuilder> answer) {
        this.answer = answer;
    }

    /** The time-out with which it is met: only silence needs a short one, which a busy machine may exceed by itself. */
    String timeout() {
        return this == SILENCE ? "500ms" : "30s";
    }

    ResponseDefinitionBuilder answer() {
        return answer.get();
    }
}
