package io.camelnextmv.kafka;

import io.camelnextmv.pickup.Admission;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes consumers that take records only while there is room for another run, and requests get through. They go on
 * polling in between, so that they stay in their group. (A route that Camel suspends loses its consumer for good if a
 * commit fails meanwhile.)
 */
public final class KafkaClients extends DefaultKafkaClientFactory implements CamelContextAware {
    /** What is being sent when a stop comes is sent again by the next start. */
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);
    private CamelContext context;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.context = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public Consumer<Object, Object> getConsumer(Properties settings) {
        return new PausingConsumer(settings, CamelContextHelper.mandatoryFindSingleByType(context, Admission.class));
    }

    @Override
    public Producer<Object, Object> getProducer(Properties settings) {
        return new KafkaProducer<>(settings) {
            @Override
            public void close() {
                close(LAST_CHANCE);
            }
        };
    }
}
