package io.camelnextmv;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.cloud.Bulkhead;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.CloudClient;
import io.camelnextmv.cloud.CloudFailure;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.HttpStack;
import io.camelnextmv.cloud.HttpStack.Timeouts;
import io.camelnextmv.cloud.MainTarget;
import io.camelnextmv.cloud.RequestAddress;
import io.camelnextmv.cloud.StorageFailure;
import io.camelnextmv.payload.SaveToFile;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.settings.CloudSettings.Http;
import io.camelnextmv.settings.Settings;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.SimpleEventNotifierSupport;

/**
 * The beans by which requests are sent and answers read: a part of what the gateway needs, and all that a command does.
 *
 * @param mapper  reads and writes JSON
 * @param faults  tells whose fault a failure is
 * @param breaker whether requests get through to the API
 * @param storage whether requests get through to the object storage
 * @param http    how requests are sent
 */
public record CloudBeans(ObjectMapper mapper, Faults faults, CircuitBreaker breaker, CircuitBreaker storage,
        HttpStack http) {

    /**
     * Makes the beans.
     *
     * @param settings where the service is, and how requests go there
     * @param clock    the time
     * @return the beans, in no context yet
     */
    public static CloudBeans of(Settings settings, Clock clock) {
        ObjectMapper mapper = json();
        Backoff retry = settings.resilience().retry();
        Http http = settings.cloud().http();
        MainTarget main = new MainTarget(settings.cloud().applicationId(), settings.cloud().instanceId());
        return new CloudBeans(mapper, new Faults(main, mapper, clock),
                breaker("the service", "Picking up pauses, inputs stay where they are", retry, clock),
                breaker("the object storage", "What is to be uploaded or downloaded waits", retry, clock),
                new HttpStack(new Timeouts(http.connectTimeout(), http.responseTimeout()),
                        settings.sizes().limits(), http.way()));
    }

    private static CircuitBreaker breaker(String service, String consequence, Backoff retry, Clock clock) {
        return new CircuitBreaker(service, consequence, retry.delay(), retry.maxDelay(),
                probes -> retry.after(probes, ThreadLocalRandom.current()), clock);
    }

    /** @return what reads and writes the JSON of the service and of the tickets */
    public static ObjectMapper json() {
        return JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
    }

    /**
     * Makes them known to the routes, and what reads answers to Camel; the connections end with the context.
     *
     * @param context  the context
     * @param settings the key with which the service is asked
     */
    public void bind(CamelContext context, Settings settings) {
        Registry registry = context.getRegistry();
        // A copy: Camel's data format changes the mapper that it is given.
        registry.bind("nextmvMapper", mapper.copy());
        registry.bind("nextmvCircuitBreaker", breaker);
        DefaultHeaderFilterStrategy answerHeaders = new DefaultHeaderFilterStrategy();
        answerHeaders.setInFilterPattern("(?i)(?!date$).*");
        registry.bind("nextmvAnswerHeaders", answerHeaders);
        registry.bind("nextmvRequestAddress", new RequestAddress(settings.cloud().url()));
        registry.bind("nextmvCloudFailure", new CloudFailure(faults, breaker));
        registry.bind("nextmvStorageBreaker", storage);
        registry.bind("nextmvStorageFailure", new StorageFailure(faults, storage));
        registry.bind("nextmvBulkhead", new Bulkhead(System::nanoTime));
        registry.bind("nextmvSaveToFile", new SaveToFile());
        registry.bind("nextmvCloudClient", new CloudClient(http, Optional.of(settings.cloud().apiKey())));
        registry.bind("nextmvStorageClient", new CloudClient(http, Optional.empty()));
        context.getManagementStrategy().addEventNotifier(new ClosedWithItsContext(http));
        new CloudAnswers(mapper).addTo(context.getTypeConverterRegistry());
    }

    /** Requests at hand are over by then: Camel has stopped its routes before. */
    private static final class ClosedWithItsContext extends SimpleEventNotifierSupport {
        private final HttpStack http;

        private ClosedWithItsContext(HttpStack http) {
            this.http = http;
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event.getType() == CamelEvent.Type.CamelContextStopped;
        }

        @Override
        public void notify(CamelEvent event) {
            http.close();
        }
    }
}
