package io.camelnextmv.bus;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Whoever sends inputs to the broker, and takes the answers. */
public final class Bus implements AutoCloseable {
    private static final long AT_MOST = 30_000;
    private final String url;
    private final ActiveMQConnectionFactory factory;
    private final JMSContext context;

    /** @param url where the broker is */
    public Bus(String url) {
        this.url = url;
        factory = new ActiveMQConnectionFactory(url);
        context = factory.createContext();
    }

    /** @return what makes a gateway one of many on this broker */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("nextmv.jms.url", url + "?consumerWindowSize=0");
        settings.put("nextmv.waiting.in", "jms:queue:nextmv.waiting");
        return settings;
    }

    void send(String input, Map<String, String> headers) {
        JMSProducer producer = context.createProducer();
        headers.forEach(producer::setProperty);
        producer.send(context.createQueue("nextmv.inputs"), input);
    }

    /**
     * Sends bytes.
     *
     * @param queue   where to
     * @param body    the bytes
     * @param headers the message's properties
     */
    public void send(String queue, byte[] body, Map<String, String> headers) {
        JMSProducer producer = context.createProducer();
        headers.forEach(producer::setProperty);
        producer.send(context.createQueue(queue), body);
    }

    /**
     * An answer.
     *
     * @param input  the input's name
     * @param status the run's status
     * @param ticket the ticket's name
     * @param report why there is no output; null where there is one
     * @param body   the output, or the input
     */
    public record Outcome(String input, String status, String ticket, String report, String body) {
    }

    /** @return the next answer in a queue; it is taken */
    public Outcome answer(String queue) {
        return answerWithin(queue, AT_MOST).orElseThrow(() -> new AssertionError("nothing comes to " + queue));
    }

    /** @return the next answer in a queue, if one comes in time; it is taken */
    public Optional<Outcome> answerWithin(String queue, long millis) {
        try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
            Message message = consumer.receive(millis);
            return message == null ? Optional.empty() : Optional.of(new Outcome(message.getStringProperty("NextmvInput"),
                    message.getStringProperty("NextmvStatus"), message.getStringProperty("NextmvTicket"),
                    message.getStringProperty("NextmvReport"),
                    new String(message.getBody(byte[].class), StandardCharsets.UTF_8)));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        factory.close();
    }
}
