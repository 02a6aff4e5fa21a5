package io.camelnextmv.kafka;

import io.camelnextmv.headers.BrokerHealth;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Down while no broker of Kafka answers, or none lets us in. */
public final class KafkaHealth extends BrokerHealth {
    private static final int AT_MOST_MS = 5000;

    /** For the profile. */
    public KafkaHealth() {
        super("nextmv-kafka", "Kafka");
    }

    @Override
    protected void reach() throws Exception {
        KafkaConfiguration ours = getCamelContext().getComponent("kafka", KafkaComponent.class).getConfiguration();
        Properties settings = ours.createConsumerProperties();
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ours.getBrokers());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, AT_MOST_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, AT_MOST_MS);
        // Metrics that nobody reads, of a client that lives for a moment.
        settings.remove(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG);
        Admin admin = Admin.create(settings);
        try {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            admin.close(Duration.ZERO);
        }
    }
}
