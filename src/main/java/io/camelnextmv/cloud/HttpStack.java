package io.camelnextmv.cloud;

import io.camelnextmv.cloud.Deadlines.Watch;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.CredentialsProviderBuilder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * How every request is sent, whoever sends it: to the API, the object storage, or where an input lies that a message
 * points to, by routes and commands alike. Nothing is repeated or redirected by the client itself, since a POST that
 * starts a run must not be sent twice; each request has a {@linkplain Deadlines deadline}, each answer the
 * {@linkplain AnswerKind bound} of its kind.
 */
public final class HttpStack implements AutoCloseable {
    /** A name, an address with its signature: 32 KiB is four times what servers commonly send or take. */
    private static final int LONGEST_LINE = 32 * 1024;
    /** A storage sends 20, a proxy in front of it some more. Also after the last chunk of a body. */
    private static final int MOST_HEADERS = 200;
    /** "Go on", "early hints": a server has few reasons to say so, and none to do it for ever. */
    private static final int MOST_INTERIM_ANSWERS = 20;
    /** One to be unpacked; more only make a larger bomb. */
    private static final int MOST_ENCODINGS = 1;
    /**
     * Servers keep idle connections for 5 s and more, some for 2 s, and close them without asking: what has idled longer
     * is not used again. A POST that meets such an end is in doubt.
     */
    private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(4);
    /** What has idled less is looked at before it is used: an end that has arrived is seen. It takes 1 ms. */
    private static final TimeValue LOOKED_AT = TimeValue.ofMilliseconds(0);
    private static final long SHORTEST_IDLE = 100;
    private static final int CONNECTIONS_A_HOST = 50;
    private static final int CONNECTIONS = 200;

    private final Timeouts timeouts;
    private final Limits limits;
    private final Way way;
    private final Deadlines deadlines;
    private final PoolingHttpClientConnectionManager connections;
    private volatile RequestWatch requests = RequestWatch.NONE;

    /**
     * How long things may take.
     *
     * @param connect  how long a connection may take
     * @param response how long the service may keep silent; twice as long a request may take in all, and longer as long as
     *                 it makes {@linkplain Deadlines progress}
     */
    public record Timeouts(Duration connect, Duration response) {
    }

    /**
     * The way that requests go.
     *
     * @param proxies by which proxy
     * @param trust   whose certificates are trusted; empty: those that the JVM trusts
     * @param agent   who asks, as servers and proxies get to see it
     */
    public record Way(Proxies proxies, Optional<SSLContext> trust, String agent) {
    }

    /**
     * @param timeouts how long things may take
     * @param limits   how many bytes a payload may have
     * @param way      the way that requests go
     */
    public HttpStack(Timeouts timeouts, Limits limits, Way way) {
        this.timeouts = timeouts;
        this.limits = limits;
        this.way = way;
        this.deadlines = new Deadlines(timeouts.response());
        Timeout silence = Timeout.of(timeouts.response());
        this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).build()).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.of(timeouts.connect()))
                        .setSocketTimeout(silence).setValidateAfterInactivity(LOOKED_AT).build())
                .setTlsSocketStrategy(way.trust().map(DefaultClientTlsStrategy::new)
                        .orElseGet(DefaultClientTlsStrategy::createSystemDefault))
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(silence).build())
                .setMaxConnPerRoute(CONNECTIONS_A_HOST).setMaxConnTotal(CONNECTIONS).build();
    }

    /** @param watch is told of every request from now on */
    public void tell(RequestWatch watch) {
        requests = watch;
    }

    /** @return a client for where an input lies that a message points to */
    public CloseableHttpClient claimChecks() {
        HttpClientBuilder builder = HttpClientBuilder.create();
        configure(builder, request -> AnswerKind.CLAIM_CHECK);
        return builder.build();
    }

    /** A client of the API. */
    void api(HttpClientBuilder builder) {
        configure(builder, request -> AnswerKind.ofApi(request.getMethod(), path(request)));
    }

    /** A client of the object storage. */
    void storage(HttpClientBuilder builder) {
        configure(builder, request -> request.getMethod().equals("GET") ? AnswerKind.DOWNLOAD : AnswerKind.STORED);
    }

    private static String path(HttpRequest request) {
        try {
            URI uri = request.getUri();
            return uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (URISyntaxException e) {
            return request.getPath();
        }
    }

    private void configure(HttpClientBuilder builder, Function<HttpRequest, AnswerKind> kinds) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(timeouts.response()))
                        .setResponseTimeout(Timeout.of(timeouts.response())).build())
                .setConnectionManager(connections).setConnectionManagerShared(true)
                .setKeepAliveStrategy(HttpStack::idle).setUserAgent(way.agent())
                .setRoutePlanner(new ByProxy(way.proxies())).setDefaultCredentialsProvider(logins())
                .setRequestExecutor(new Sending())
                .addExecInterceptorFirst("nextmv-guard", new AnswerGuard(deadlines, kinds, limits, () -> requests))
                .addExecInterceptorAfter(ChainElement.COMPRESS.name(), "nextmv-encodings",
                        (request, scope, chain) -> packedOnce(chain.proceed(request, scope)));
    }

    private CredentialsProvider logins() {
        CredentialsProviderBuilder logins = CredentialsProviderBuilder.create();
        way.proxies().all().forEach(proxy -> proxy.login().ifPresent(login -> logins.add(proxy.host(), login)));
        return logins.build();
    }

    private static final class ByProxy extends DefaultRoutePlanner {
        private final Proxies proxies;

        private ByProxy(Proxies proxies) {
            super(DefaultSchemePortResolver.INSTANCE);
            this.proxies = proxies;
        }

        @Override
        protected HttpHost determineProxy(HttpHost target, HttpContext context) {
            return proxies.to(target.getSchemeName(), target.getHostName(), target.getPort()).map(Proxies.Proxy::host)
                    .orElse(null);
        }
    }

    /** As long as the server says, less the time that its end takes to arrive, and never for long. */
    private static TimeValue idle(HttpResponse answer, HttpContext context) {
        long said = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(answer, context).toMilliseconds();
        return said < 0 ? LONGEST_IDLE : TimeValue.ofMilliseconds(Math.min(LONGEST_IDLE.toMilliseconds(),
                Math.max(SHORTEST_IDLE, said - 1000)));
    }

    private static ClassicHttpResponse packedOnce(ClassicHttpResponse answer) throws IOException {
        List<String> encodings = new ArrayList<>();
        MessageSupport.parseTokens(answer, HttpHeaders.CONTENT_ENCODING, encodings::add);
        if (encodings.size() > MOST_ENCODINGS) {
            throw new IOException("the answer is packed " + encodings.size() + " times over");
        }
        return answer;
    }

    /** Tells the deadline of a request which connection it goes by, and takes no more than some interim answers. */
    private static final class Sending extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                HttpResponseInformationCallback told, HttpContext context) throws IOException, HttpException {
            if (context.getAttribute(AnswerGuard.WATCH) instanceof Watch watch) {
                watch.connected(connection.getEndpointDetails());
            }
            int[] interim = {0};
            return super.execute(request, connection, (answer, by, where) -> {
                interim[0]++;
                if (interim[0] > MOST_INTERIM_ANSWERS) {
                    throw new ProtocolException("the server sends one interim answer after the other");
                }
            }, context);
        }
    }

    @Override
    public void close() {
        deadlines.close();
        connections.close(CloseMode.IMMEDIATE);
    }
}
