package io.camelnextmv.cloud;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;

/**
 * How requests are sent. The API key is added here, so that it is never part of a message, a log line or a dead letter;
 * nothing is repeated or redirected by the client itself: a POST that starts a run must not be sent twice.
 */
public final class CloudClient implements HttpClientConfigurer {
    private final Optional<String> apiKey;
    private final Duration connectTimeout;
    private final Duration responseTimeout;
    private final ClockSkew skew = new ClockSkew(Clock.systemUTC());

    /**
     * @param apiKey          the key; empty for object storage, which refuses it
     * @param connectTimeout  how long a connection may take
     * @param responseTimeout how long the service may keep silent
     */
    public CloudClient(Optional<String> apiKey, Duration connectTimeout, Duration responseTimeout) {
        this.apiKey = apiKey;
        this.connectTimeout = connectTimeout;
        this.responseTimeout = responseTimeout;
    }

    @Override
    @SuppressWarnings("deprecation") // the connection manager, where the time-out went, is Camel's
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement()
                .setDefaultRequestConfig(RequestConfig.custom().setConnectTimeout(Timeout.of(connectTimeout))
                        .setConnectionRequestTimeout(Timeout.of(responseTimeout))
                        .setResponseTimeout(Timeout.of(responseTimeout)).build());
        // Of the service alone: object storage has a clock of its own.
        apiKey.ifPresent(key -> builder.addRequestInterceptorLast(skew).addResponseInterceptorFirst(skew));
        apiKey.ifPresent(key -> builder.setDefaultHeaders(
                List.of(new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + key, true))));
    }
}
