package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.sandbox.Sandbox;
import jakarta.jms.JMSException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQLargeMessageException;
import org.apache.activemq.artemis.api.core.ActiveMQLargeMessageInterruptedException;
import org.apache.activemq.artemis.api.core.ActiveMQPropertyConversionException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.TypeConversionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A large body goes by way of the disk: that it did not get there is no fault of the message, however often it comes. */
@Tag("proof")
class LargeMessagesTest extends JmsFixture {
    private static final String LARGE = SQUARE.replaceFirst("[{]", "{\"note\":\"" + "x".repeat(700_000) + "\",");

    @Test
    void whileThereIsNoRoomForItsBodyItStaysWithTheBrokerAndIsRunOnceWhenThereIs() throws Exception {
        Sandbox cloud = cloud(quick());
        Path spool = Files.createDirectories(home.resolve("spool"));
        Path aside = home.resolve("spool-aside");
        GatewayFixture gateway = onTheBus(cloud.url()).with("camel.main.streamCachingSpoolDirectory", spool.toString()).start();
        Files.move(spool, aside);
        Files.createFile(spool);

        broker.send(INPUTS, LARGE, Map.of("NextmvInput", "large.json"));
        gateway.untilLogged("its body does not get to the disk");
        await().atMost(Duration.ofSeconds(10)).during(Duration.ofSeconds(2)).until(() -> broker.count(INPUTS) == 1);
        assertThat(broker.count(ERRORS) + broker.count("DLQ")).isZero();
        Files.delete(spool);
        Files.move(aside, spool);

        assertThat(broker.take(OUTPUTS).header("NextmvInput")).isEqualTo("large.json");
        assertThat(cloud.runs()).hasSize(1);
        assertThat(cloud.openInput(cloud.runs().get(0).id()).orElseThrow().readAllBytes()).asString().isEqualTo(LARGE);
        untilLetGo(gateway);
        assertThat(broker.count(ERRORS) + broker.count("DLQ")).isZero();
    }

    private static MessageIntake intake() {
        return new MessageIntake(null, null, null, null, Set.of(), null);
    }

    private static Exception by(Throwable cause) {
        JMSException jms = new JMSException("the client says no");
        jms.initCause(cause);
        return new RuntimeCamelException("the body cannot be had", jms);
    }

    static Stream<Exception> notItsFault() {
        return Stream.of(by(new ActiveMQException("Error on saving LargeMessageBufferImpl")),
                by(new ActiveMQException("Error on saving LargeMessageBufferImpl", new IOException("No space left on device"), null)),
                by(new ActiveMQLargeMessageInterruptedException("its line is cut")),
                by(new ActiveMQLargeMessageException("it has not come")), by(new IOException("No space left on device")),
                new IOException("Connection reset"), new EOFException("Premature end"),
                new TypeConversionException("", byte[].class, new IOException("No space left on device")));
    }

    @ParameterizedTest
    @MethodSource("notItsFault")
    void aStreamThatBrokeIsNotTheMessagesFaultWheneverItComes(Exception thrown) {
        for (Receipt receipt : new Receipt[] {Receipt.NONE, Receipt.of(false), Receipt.of(true)}) {
            assertThatThrownBy(() -> intake().mustBeItsFault(thrown, receipt, null)).isSameAs(thrown);
        }
    }

    static Stream<Exception> itsFault() {
        return Stream.of(by(new InvalidClassException("no object")), by(new MalformedInputException(1)),
                by(new ClassNotFoundException("java.util.Date")), by(new ActiveMQPropertyConversionException("no number")),
                by(null), new IllegalArgumentException("the message has no body"));
    }

    @ParameterizedTest
    @MethodSource("itsFault")
    void whatItsBytesAreIsItsFaultWhenItComesAgain(Exception thrown) {
        assertThatCode(() -> intake().mustBeItsFault(thrown, Receipt.of(true), null)).doesNotThrowAnyException();
    }
}
