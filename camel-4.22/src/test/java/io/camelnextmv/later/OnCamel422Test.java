package io.camelnextmv.later;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The other tests of this module are those of the gateway: this one sees to it that they prove something. */
class OnCamel422Test {
    @Test
    void theTestsOfThisModuleRunOnTheLaterCamel() throws Exception {
        String expected = System.getProperty("expected.camel.version");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(context.getVersion()).isEqualTo(expected).startsWith("4.22");
        }
        for (Class<?> part : new Class<?>[] {FileComponent.class, HttpComponent.class, JmsComponent.class,
            KafkaComponent.class}) {
            assertThat(part.getProtectionDomain().getCodeSource().getLocation().getPath()).contains("-" + expected + ".jar");
        }
    }
}
