package io.camelnextmv.cloud;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * How Camel's requests are sent: as the {@link HttpStack} does. The API key is added here, so that it is never part of a
 * message, a log line or a dead letter, and goes nowhere but to its account's own server.
 */
public final class CloudClient implements HttpClientConfigurer {
    private final HttpStack http;
    private final Optional<Account> account;
    private final ClockSkew skew = new ClockSkew(Clock.systemUTC());

    /**
     * @param http    how requests are sent
     * @param account whose key is sent, and where to; empty for object storage, which refuses it
     */
    public CloudClient(HttpStack http, Optional<Account> account) {
        this.http = http;
        this.account = account;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        if (account.isEmpty()) {
            http.storage(builder);
            return;
        }
        http.api(builder);
        // Of the service alone: object storage has a clock of its own.
        builder.addRequestInterceptorLast(skew).addResponseInterceptorFirst(skew);
        WithKey key = new WithKey(account.get());
        builder.addRequestInterceptorLast(key).addResponseInterceptorFirst(key);
    }

    /** Adds the key to each request, and learns whether it was refused. */
    private static final class WithKey implements HttpRequestInterceptor, HttpResponseInterceptor {
        private static final String USED = WithKey.class.getName();
        private final ApiKey key;
        private final URI server;

        WithKey(Account account) {
            this.key = account.key();
            this.server = URI.create(account.url());
        }

        @Override
        public void process(HttpRequest request, EntityDetails entity, HttpContext context) throws HttpException {
            String host = request.getAuthority() == null ? "" : request.getAuthority().getHostName();
            if (!server.getScheme().equalsIgnoreCase(request.getScheme()) || !server.getHost().equalsIgnoreCase(host)
                    || server.getPort() != request.getAuthority().getPort()) {
                throw new ProtocolException("a key was about to be sent to a server that is not its account's");
            }
            String value = key.value();
            context.setAttribute(USED, value);
            request.setHeader(new BasicHeader(HttpHeaders.AUTHORIZATION, "Bearer " + value, true));
        }

        @Override
        public void process(HttpResponse response, EntityDetails entity, HttpContext context) {
            if (!(context.getAttribute(USED) instanceof String used)) {
                return;
            }
            if (response.getCode() == HttpStatus.SC_UNAUTHORIZED || response.getCode() == HttpStatus.SC_FORBIDDEN) {
                key.refused(used);
            } else {
                key.accepted(used);
            }
        }
    }
}
