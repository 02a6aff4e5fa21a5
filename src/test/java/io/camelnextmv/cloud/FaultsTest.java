package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Fault.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private final Faults faults = new Faults(new MainTarget("a", Optional.of("live")), new ObjectMapper(),
             Clock.fixed(NOW, ZoneOffset.UTC));

    private Fault answer(int status, String body, Map<String, String> headers) {
        return faults.of(new HttpOperationFailedException("http://host/v1/applications/a/runs?secret=1", status, "Status",
                null, headers, body));
    }

    @ParameterizedTest
    @CsvSource({"400,REQUEST", "409,REQUEST", "413,REQUEST", "422,REQUEST", "401,SETTINGS", "402,SETTINGS",
        "403,SETTINGS", "405,SETTINGS", "407,SETTINGS", "301,SETTINGS", "302,SETTINGS", "404,NOT_FOUND", "408,SERVICE", "425,NOT_SENT", "429,NOT_SENT",
        "500,SERVICE", "502,SERVICE", "503,SERVICE", "504,SERVICE", "599,SERVICE"})
    void everyStatusIsSomebodysFault(int status, Kind kind) {
        Fault fault = answer(status, "", Map.of());

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.status()).isEqualTo(status);
        assertThat(fault.getMessage()).contains(Integer.toString(status)).doesNotContain("secret");
    }

    private static final ApiPath OURS = ApiPath.runs("a");
    private static final ApiPath ANOTHER = ApiPath.runs("b");

    static Stream<Arguments> askedFor() {
        return Stream.of(Arguments.of(OURS, Kind.SETTINGS), Arguments.of(OURS.by(Optional.of("live")), Kind.SETTINGS),
                Arguments.of(OURS.by(Optional.empty()), Kind.SETTINGS),
                Arguments.of(OURS.by(Optional.of("other")), Kind.FORBIDDEN), Arguments.of(ANOTHER, Kind.FORBIDDEN),
                Arguments.of(ANOTHER.plus("/uploadurl"), Kind.FORBIDDEN),
                Arguments.of(ApiPath.runs("ab").run("r").plus("/metadata"), Kind.FORBIDDEN),
                Arguments.of(OURS.run("r").plus("/metadata"), Kind.FORBIDDEN), Arguments.of(OURS.run("r"), Kind.FORBIDDEN),
                Arguments.of(OURS.run("r").plus("?format=url"), Kind.FORBIDDEN),
                // An application's run may be called like something else of the API.
                Arguments.of(OURS.run("uploadurl"), Kind.FORBIDDEN),
                Arguments.of(OURS.plus("/uploadurl"), Kind.SETTINGS), Arguments.of(OURS.page(Optional.of("t")), Kind.SETTINGS),
                Arguments.of(ANOTHER.run("r").plus("/logs"), Kind.FORBIDDEN),
                Arguments.of(ApiPath.of("/v1/webhooks"), Kind.SETTINGS), Arguments.of(ApiPath.QUEUE, Kind.SETTINGS));
    }

    @ParameterizedTest
    @MethodSource("askedFor")
    void aKeyIsJudgedByTheApplicationThatTheSettingsName(ApiPath path, Kind kind) {
        Fault fault = refused(403, Request.get(path));

        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.getMessage().contains("nextmv.api-key")).isEqualTo(kind != Kind.FORBIDDEN);
    }

    private Fault refused(int status, Request request) {
        return faults.of(new HttpOperationFailedException("http://host" + request.path(), status, "no", null, Map.of(), ""),
                request);
    }

    @Test
    void aKeyThatIsNotKnownIsSoEverywhere() {
        assertThat(refused(401, Request.get(ANOTHER)).kind()).isEqualTo(Kind.SETTINGS);
    }

    static Stream<Arguments> notSent() {
        return Stream.of(new ConnectException("Connection refused"), new ConnectTimeoutException("slow"),
                new UnknownHostException("nowhere"), new NoRouteToHostException("no route"),
                new ConnectionRequestTimeoutException("pool")).map(Arguments::of);
    }

    static Stream<Arguments> answeredFor() {
        return Stream.of(Arguments.of(ApiPath.QUEUE, 403, Kind.REQUEST), Arguments.of(ApiPath.QUEUE, 404, Kind.REQUEST),
                Arguments.of(ApiPath.QUEUE, 401, Kind.SETTINGS), Arguments.of(ApiPath.QUEUE, 503, Kind.SERVICE),
                Arguments.of(OURS.run("r").plus("/logs"), 403, Kind.REQUEST),
                Arguments.of(ANOTHER.run("r").plus("/assets/x"), 403, Kind.REQUEST),
                Arguments.of(OURS.run("r").plus("/cancel"), 405, Kind.FORBIDDEN), Arguments.of(OURS, 403, Kind.REQUEST),
                Arguments.of(OURS, 429, Kind.NOT_SENT));
    }

    /** Whatever was asked for: who asks says what it has an answer for. */
    @ParameterizedTest
    @MethodSource("answeredFor")
    void whatWhoAsksHasAnAnswerForIsNobodysFault(ApiPath path, int status, Kind kind) {
        assertThat(refused(status, Request.get(path).mayBeRefused(Set.of(403, 404))).kind()).isEqualTo(kind);
    }

    @Test
    void thatThereIsNoCapacityIsAnAnswerToWhoAskedNotToBeQueued() {
        assertThat(refused(429, Request.post(OURS).mayBeRefused(Set.of(429))).kind()).isEqualTo(Kind.BUSY);
    }

    @ParameterizedTest
    @MethodSource("notSent")
    void whatNeverReachedTheServiceWasNotSent(Exception thrown) {
        assertThat(faults.of(thrown).kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(faults.of(new RuntimeCamelException(thrown)).kind()).isEqualTo(Kind.NOT_SENT);
    }

    static Stream<Arguments> lost() {
        return Stream.of(new SocketException("Connection reset"), new SocketTimeoutException("Read timed out"),
                new NoHttpResponseException("silence"), new MalformedChunkCodingException("rubbish"),
                new IOException("broken"), new UnreadableAnswer("HTML"), new IllegalStateException()).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("lost")
    void whatMayHaveReachedTheServiceIsInDoubt(Exception thrown) {
        assertThat(faults.of(thrown).kind()).isEqualTo(Kind.SERVICE);
    }

    @Test
    void aFaultStaysWhatItIsHoweverDeepItIsWrapped() {
        Fault fault = answer(429, "", Map.of());

        assertThat(faults.of(new RuntimeCamelException(new RuntimeException(fault)))).isSameAs(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"error\":\"stops is missing\"}             | stops is missing",
        "{\"message\":\"stops is missing\"}           | stops is missing",
        "{\"error\":{\"message\":\"stops is missing\"}} | stops is missing",
        "stops is missing                             | stops is missing",
        "<html><body>stops</body></html>              | a page of HTML"})
    void theServicesOwnWordsAreTold(String body, String words) {
        assertThat(answer(400, body, Map.of()).getMessage()).contains(words).doesNotContain("<html>");
    }

    @Test
    void wordsWithoutAnEndAreCut() {
        assertThat(answer(400, "x".repeat(100_000), Map.of()).getMessage()).hasSizeLessThan(3000);
    }

    @ParameterizedTest
    @CsvSource({"7,PT7S", "' 7 ',PT7S", "0,PT0S", "86400,PT1H", "'Tue, 24 Nov 2026 10:00:30 GMT',PT30S"})
    void retryAfterIsReadInBothOfItsForms(String value, Duration expected) {
        assertThat(answer(429, "", Map.of("retry-after", value)).retryAfter()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-5", "''", "99999999999999999999", "'Tue, 24 Nov 2026 09:59:30 GMT'", "1.5"})
    void aRetryAfterThatSaysNothingIsNone(String value) {
        assertThat(answer(429, "", Map.of("Retry-After", value)).retryAfter()).isEmpty();
    }
}
