package io.camelnextmv.cloud;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.core5.http.HttpHost;

/**
 * By which proxy a request goes: the one that a setting names; or else that of the JVM's properties
 * ({@code https.proxyHost}, {@code http.proxyHost}, {@code http.nonProxyHosts}); or else that of the environment
 * ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}). {@code NO_PROXY} holds for the first and the last. What
 * this machine asks of itself goes by none.
 */
public final class Proxies {
    private static final String NONE = "none";
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[?(0*:)*:?0*1]?");
    private final Optional<Proxy> http;
    private final Optional<Proxy> https;
    private final List<Pattern> without;

    /**
     * A proxy.
     *
     * @param host   where it is
     * @param login  what it asks for, which is never shown
     * @param source what named it
     */
    record Proxy(HttpHost host, Optional<UsernamePasswordCredentials> login, String source) {
    }

    private Proxies(Optional<Proxy> http, Optional<Proxy> https, List<Pattern> without) {
        this.http = http;
        this.https = https;
        this.without = without;
    }

    /**
     * @param setting     the setting {@code nextmv.http.proxy}: an address, {@code none}, or empty
     * @param properties  gives the JVM's properties, null where there is none
     * @param environment gives the environment, null where there is none
     * @return the proxies
     * @throws IllegalArgumentException if one of them is no address; says which, without its password
     */
    public static Proxies of(String setting, UnaryOperator<String> properties, UnaryOperator<String> environment) {
        List<Pattern> noProxy = any(environment, "NO_PROXY").map(Proxies::noProxy).orElse(List.of());
        if (setting.equals(NONE)) {
            return new Proxies(Optional.empty(), Optional.empty(), List.of());
        }
        if (!setting.isBlank()) {
            Optional<Proxy> proxy = Optional.of(proxy("nextmv.http.proxy", setting));
            return new Proxies(proxy, proxy, noProxy);
        }
        Optional<Proxy> http = property(properties, "http", "80");
        Optional<Proxy> https = property(properties, "https", "443");
        if (http.isPresent() || https.isPresent()) {
            String hosts = Optional.ofNullable(properties.apply("http.nonProxyHosts")).orElse("");
            return new Proxies(http, https, Stream.of(hosts.split("[|]")).filter(host -> !host.isBlank())
                    .map(Proxies::wildcard).toList());
        }
        return new Proxies(variable(environment, "HTTP_PROXY"), variable(environment, "HTTPS_PROXY"), noProxy);
    }

    private static Optional<Proxy> property(UnaryOperator<String> properties, String scheme, String port) {
        return Optional.ofNullable(properties.apply(scheme + ".proxyHost")).filter(host -> !host.isBlank())
                .map(host -> proxy(scheme + ".proxyHost", host.strip() + ":"
                        + Optional.ofNullable(properties.apply(scheme + ".proxyPort")).orElse(port)));
    }

    private static Optional<Proxy> variable(UnaryOperator<String> environment, String name) {
        return any(environment, name).map(address -> proxy(name, address))
                .or(() -> any(environment, "ALL_PROXY").map(address -> proxy("ALL_PROXY", address)));
    }

    /** In capitals or in small letters, as everybody reads them. */
    private static Optional<String> any(UnaryOperator<String> environment, String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT)).map(environment).filter(value -> value != null
                && !value.isBlank()).map(String::strip).findFirst();
    }

    private static Proxy proxy(String source, String address) {
        try {
            URI uri = new URI(address.contains("://") ? address : "http://" + address);
            boolean known = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (known && uri.getHost() != null) {
                int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
                return new Proxy(new HttpHost(uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost(), port),
                        Optional.ofNullable(uri.getRawUserInfo()).map(Proxies::login), source);
            }
        } catch (URISyntaxException e) {
            // said below; its message may hold the password
        }
        throw new IllegalArgumentException(source + " names no proxy that can be used: it is to be http://host:port, or"
                + " http://user:password@host:port; with nextmv.http.proxy = none requests go by no proxy");
    }

    private static UsernamePasswordCredentials login(String userInfo) {
        String[] parts = userInfo.split(":", 2);
        return new UsernamePasswordCredentials(decoded(parts[0]), decoded(parts.length > 1 ? parts[1] : "").toCharArray());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Names and the names below them, with a port or without; a star is all. */
    private static List<Pattern> noProxy(String hosts) {
        List<Pattern> patterns = new ArrayList<>();
        for (String host : hosts.split("[,\\s]+")) {
            String bare = host.replaceFirst("^[*]?[.]", "");
            if (host.equals("*")) {
                patterns.add(Pattern.compile(".*"));
            } else if (!bare.isEmpty()) {
                patterns.add(Pattern.compile("(.*[.])?" + Pattern.quote(bare.replaceFirst(":\\d+$", ""))
                        + (bare.matches(".*:\\d+") ? bare.replaceFirst(".*(:\\d+)$", "$1") : ":\\d+"),
                        Pattern.CASE_INSENSITIVE));
            }
        }
        return patterns;
    }

    private static Pattern wildcard(String host) {
        return Pattern.compile(Pattern.quote(host.strip()).replace("*", "\\E.*\\Q") + ":\\d+", Pattern.CASE_INSENSITIVE);
    }

    /**
     * @param scheme {@code http} or {@code https}
     * @param host   a host
     * @param port   its port, negative for the scheme's own
     * @return by which proxy it is asked
     */
    Optional<Proxy> to(String scheme, String host, int port) {
        boolean secure = "https".equalsIgnoreCase(scheme);
        String target = host + ":" + (port >= 0 ? port : secure ? 443 : 80);
        boolean direct = LOOPBACK.matcher(host).matches()
                || without.stream().anyMatch(pattern -> pattern.matcher(target).matches());
        return direct ? Optional.empty() : secure ? https : http;
    }

    /** @return all of them */
    Stream<Proxy> all() {
        return Stream.of(http, https).flatMap(Optional::stream).distinct();
    }

    /**
     * @param url an address
     * @return by which way it is asked, for a sentence; without a password
     */
    public String words(String url) {
        URI uri = URI.create(url);
        return to(uri.getScheme(), uri.getHost(), uri.getPort())
                .map(proxy -> "by the proxy " + proxy.host().toURI() + " (" + proxy.source() + ")")
                .orElse("directly, by no proxy");
    }
}
