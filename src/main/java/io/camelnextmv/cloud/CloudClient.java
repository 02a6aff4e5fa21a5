package io.camelnextmv.cloud;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * How Camel's requests are sent: as the {@link HttpStack} does. The API key is added here, so that it is never part of a
 * message, a log line or a dead letter.
 */
public final class CloudClient implements HttpClientConfigurer {
    private final HttpStack http;
    private final Optional<String> apiKey;
    private final ClockSkew skew = new ClockSkew(Clock.systemUTC());

    /**
     * @param http   how requests are sent
     * @param apiKey the key; empty for object storage, which refuses it
     */
    public CloudClient(HttpStack http, Optional<String> apiKey) {
        this.http = http;
        this.apiKey = apiKey;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        if (apiKey.isEmpty()) {
            http.storage(builder);
            return;
        }
        http.api(builder);
        // Of the service alone: object storage has a clock of its own.
        builder.addRequestInterceptorLast(skew).addResponseInterceptorFirst(skew);
        builder.setDefaultHeaders(List.of(new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + apiKey.get(), true)));
    }
}
