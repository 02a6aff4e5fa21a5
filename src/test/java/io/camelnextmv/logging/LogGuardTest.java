package io.camelnextmv.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.camelnextmv.fixture.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** No line of the log holds a secret, is two lines, or steers a terminal, whatever configuration there is. */
class LogGuardTest {
    private static final String SECRET = "s3cr3t-of-the-guard";
    private final Logger log = (Logger) LoggerFactory.getLogger("some.library");
    private LogGuard guard;
    private CapturedLog said;

    @BeforeEach
    void open() {
        guard = LogGuard.install().orElseThrow();
        guard.secrets().add(SECRET);
        // What is still going on of other tests may say something too.
        said = CapturedLog.of(log);
        log.setLevel(Level.TRACE);
    }

    @AfterEach
    void close() {
        log.setLevel(null);
        said.close();
        guard.tell(thrown -> { });
    }

    @Test
    void secretsAreHiddenInMessagesParametersAndExceptionsOfEveryLevel() {
        log.trace("the key is " + SECRET);
        log.debug("the {} is {}", "key", SECRET);
        log.info("{} {} {}", 1, SECRET, 3);
        log.warn("it failed", new IllegalStateException("with " + SECRET, new java.io.IOException(SECRET)));
        log.error("as a parameter {}", 1, new IllegalStateException(SECRET));
        log.atInfo().log("fluently " + SECRET);

        assertThat(said.lines()).hasSize(6).noneMatch(line -> line.contains(SECRET)).allMatch(line -> line.contains("***"));
        assertThat(said.lines().get(3)).contains("IllegalStateException: with ***", "IOException: ***", "LogGuardTest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n2026-01-01 ERROR forged", "\r", "\u001b]0;title\u0007", "\u0085", "\u202e", "\u2028"})
    void noTextOfOthersForgesALineOrSteersATerminal(String evil) {
        log.info("name " + evil);
        log.info("name {}", evil);
        log.warn("thrown", new IllegalStateException("message " + evil));

        assertThat(said.lines()).hasSize(3);
        assertThat(said.lines().subList(0, 2)).allMatch(line -> line.codePoints().noneMatch(Character::isISOControl)
                && !line.contains("\u202e") && !line.contains("\u2028"));
        assertThat(said.lines().get(2)).doesNotContain(evil).contains("message \\");
    }

    @Test
    void whatIsCleanIsLoggedAsEver() {
        log.info("orders.json → outbox");

        assertThat(said.lines()).containsExactly("INFO orders.json → outbox");
    }

    @Test
    void whatIsNotLoggedIsNotLoggedNow() {
        log.setLevel(Level.INFO);
        log.debug("the key is " + SECRET + "\n");

        assertThat(said.lines()).isEmpty();
    }

    @Test
    void valuesOfTheContextOfALineAreShownToo() {
        List<String> seen = new ArrayList<>();
        var appender = new ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent>() {
            @Override
            protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
                seen.add(event.getMDCPropertyMap().toString());
            }
        };
        appender.setContext(log.getLoggerContext());
        appender.start();
        log.addAppender(appender);
        try (MDC.MDCCloseable closed = MDC.putCloseable("breadcrumb", "id\n" + SECRET)) {
            log.info("a step");
        } finally {
            log.detachAppender(appender);
        }

        assertThat(seen).containsExactly("{breadcrumb=id\\n***}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers",
        "io.netty.handler.logging.LoggingHandler"})
    void aWireIsNotListenedTo(String name) {
        Logger wire = (Logger) LoggerFactory.getLogger(name);
        wire.setLevel(Level.TRACE);
        try (CapturedLog heard = CapturedLog.of(wire)) {
            assertThat(wire.isDebugEnabled()).isFalse();
            wire.debug("Authorization: Bea");
            wire.debug("rer half-a-key");

            assertThat(heard.lines()).isEmpty();
        } finally {
            wire.setLevel(null);
        }
    }

    @Test
    void aConfigurationThatIsReadAnewDoesNotTakeTheGuardAway() {
        LoggerContext context = new LoggerContext();
        context.start();
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getCopyOfListenerList().stream()
                .filter(listener -> listener.isResetResistant()).forEach(listener -> {
                    context.addListener(listener);
                    context.reset();
                });

        assertThat(context.getTurboFilterList()).contains(guard);
    }

    @Test
    void errorsThatOthersSwallowAndLogAreToldOf() {
        List<Throwable> told = new ArrayList<>();
        guard.tell(told::add);
        OutOfMemoryError error = new OutOfMemoryError("heap");
        log.warn("ignored", error);
        log.debug("below", new OutOfMemoryError("not told"));

        assertThat(told).containsExactly(error);
    }
}
