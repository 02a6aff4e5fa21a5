package io.camelnextmv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Locale;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, and certificates of one's own. */
class WayOutTest extends GatewayTest {
    private static final String FAR = "http://cloud.nextmv.invalid";

    @Test
    void requestsGoByTheProxyThatASettingNamesWithItsLoginAndTheStartSaysSo() {
        LyingCloud proxy = closed(new LyingCloud(cloud(quick())));
        proxy.lie(Call.NEW_RUN, 1, out -> LyingCloud.text(out, "HTTP/1.1 407 .\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
        GatewayFixture gateway = gateway(FAR).with("nextmv.http.proxy", proxy.url().replace("//", "//me:hidden@")).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
        assertThat(proxy.heads()).anyMatch(head -> head.startsWith("POST " + FAR + "/v1/applications/"))
                .allMatch(head -> head.contains("User-Agent: camel-nextmv/"))
                .anyMatch(head -> head.contains("Proxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString("me:hidden".getBytes())));
        assertThat(gateway.log().says("Requests go by the proxy " + proxy.url() + " (nextmv.http.proxy)")).isTrue();
        assertThat(gateway.log().says("hidden")).isFalse();
    }

    @Test
    void aProxyThatRefusesATunnelIsSaidAndNoInputIsInDoubtForIt() {
        LyingCloud proxy = closed(new LyingCloud(cloud(quick())));
        GatewayFixture gateway = gateway(FAR.replace("http:", "https:")).with("nextmv.http.proxy", proxy.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("proxy");

        gateway.until("the input waits, and nothing was sent", () -> proxy.heads().stream()
                .filter(head -> head.startsWith("CONNECT cloud.nextmv.invalid:443")).count() > 2);
        assertThat(gateway.log().says("in doubt")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "p12"})
    void certificatesOfOnesOwnAreTrustedBesideThoseOfTheJvm(String kind) throws Exception {
        Path store = certificate();
        LyingCloud cloud = closed(new LyingCloud(cloud(quick()), tls(store)));
        GatewayFixture without = gateway(cloud.url()).start();
        without.drop("orders.json", SQUARE);
        without.untilLogged("the service cannot be reached");
        without.stop();

        GatewayFixture gateway = gateway(cloud.url()).with("nextmv.http.trust-store",
                kind.equals("p12") ? store.toString() : pem(store).toString()).start();
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
    }

    private Path certificate() throws Exception {
        Path store = home.resolve("own.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(tool, "-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=127.0.0.1",
                "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
                "changeit").redirectErrorStream(true).start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        return store;
    }

    private static KeyStore keys(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }

    private static ServerSocketFactory tls(Path store) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(store), "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private Path pem(Path store) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(keys(store).getCertificate("own").getEncoded());
        return Files.writeString(home.resolve("own.pem"), "# our own - " + "proxy".toUpperCase(Locale.ROOT)
                + "\n-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
