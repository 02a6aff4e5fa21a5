package io.camelnextmv.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.page.PageClient.Said;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who may ask for the page, and who may do something from it. */
class PageGuardTest extends GatewayTest {
    private static final String TOKEN = "token-that-nobody-may-see-77d1";
    private final int port = FreePort.next();
    private final PageClient page = new PageClient(port);
    private final String here = "127.0.0.1:" + port;

    private GatewayFixture served() {
        return gateway("http://127.0.0.1:1").with("camel.management.enabled", "true")
                .with("camel.management.port", Integer.toString(port));
    }

    @Test
    void itIsAskedForByNamesThatAreOursAndByNoOthers() {
        served().with("nextmv.page.hosts", "gateway.example.com, [fe80::1]").start();
        Map<String, Integer> expected = new TreeMap<>();
        for (String ours : List.of("localhost", "LOCALHOST:" + port, "localhost:9", "127.0.0.1", here, "[::1]", "[::1]:" + port,
                "gateway.example.com", "Gateway.Example.Com:443", "[fe80::1]:80")) {
            expected.put(ours, 200);
        }
        for (String strange : List.of("evil.example", "evil.example:" + port, "localhost.evil.example", "127.0.0.1.nip.io",
                "127.0.0.1@evil.example", "evil.example#localhost", "0.0.0.0", "0.0.0.0:" + port, "127.0.0.2", "localhost.",
                "2130706433", "::1", "[::]", "evil.example\tlocalhost", "xgateway.example.com", "gateway.example.com.evil", "")) {
            expected.put(strange, 421);
        }
        for (String path : List.of("/", "/nextmv/page/state", "/nextmv/page/files/page.js")) {
            Map<String, Integer> met = new TreeMap<>();
            expected.keySet().forEach(host -> met.put(host, page.send("GET", path, "Host: " + host).status() == 200 ? 200 : 421));
            assertThat(met).as("200, or refused").isEqualTo(expected);
        }
        assertThat(page.send("GET", "/nextmv/page/state?Host=localhost", "Host: evil.example").status()).isEqualTo(421);
        assertThat(page.send("GET", "/nextmv/page/state", "Host: " + here, "Host: evil.example").status()).isIn(400, 421);
        assertThat(page.send("GET", "/nextmv/page/state").status()).isIn(400, 421);
        assertThat(page.send("GET", "/observe/health", "Host: anything").status()).as("whoever checks the health").isIn(200, 503);
    }

    @Test
    void itsStateIsForItsOwnPageAloneAndALinkLeadsToThePage() {
        served().start();
        String host = "Host: " + here;
        String state = "/nextmv/page/state";
        List<Integer> allowed = new ArrayList<>();
        for (String site : List.of("same-origin", "none")) {
            allowed.add(page.send("GET", state, host, "Sec-Fetch-Site: " + site).status());
        }
        allowed.add(page.send("GET", "/", host, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                "Sec-Fetch-Dest: document").status());
        allowed.add(page.send("GET", state, host, "Origin: " + page.origin()).status());
        assertThat(allowed).containsOnly(200);

        List<Integer> refused = new ArrayList<>();
        for (String site : List.of("same-site", "cross-site", "SAME-ORIGIN", "x")) {
            refused.add(page.send("GET", state, host, "Sec-Fetch-Site: " + site).status());
            refused.add(page.send("GET", state, host, "Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: document").status());
            refused.add(page.send("GET", "/", host, "Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: iframe").status());
            refused.add(page.send("GET", "/nextmv/page/files/page.js", host, "Sec-Fetch-Site: " + site,
                    "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script").status());
        }
        for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1", "https://localhost:" + port,
                "http://127.0.0.1:" + (port + 1), "http://" + here + ".evil.example", "http://evil.example@" + here, "")) {
            refused.add(page.send("GET", state, host, "Origin: " + origin).status());
        }
        assertThat(refused).containsOnly(403);
    }

    @Test
    void whatChangesSomethingComesFromThePageAndBringsWhatOnlyThatKnows() {
        GatewayFixture gateway = served().with("nextmv.page.control", "true").start();
        String host = "Host: " + here;
        String origin = "Origin: " + page.origin();
        String control = "Nextmv-Page-Control: " + page.state().path("control").asText();
        String cancel = "/nextmv/page/cancel/no-ticket";

        assertThat(control).hasSizeGreaterThan(80);
        assertThat(page.send("POST", cancel, host, origin, control).status()).as("it got as far as the ticket").isEqualTo(409);
        List<Integer> refused = new ArrayList<>();
        for (String path : List.of(cancel, "/nextmv/page/retry/no-ticket")) {
            refused.add(page.send("POST", path, host, origin).status());
            refused.add(page.send("POST", path, host, control).status());
            refused.add(page.send("POST", path, host, origin, control + "0").status());
            refused.add(page.send("POST", path, host, origin, control, control).status());
            refused.add(page.send("POST", path, host, origin, "Nextmv-Page-Control: ").status());
            refused.add(page.send("POST", path, host, "Origin: null", control).status());
            refused.add(page.send("POST", path, host, "Origin: http://evil.example", control).status());
            refused.add(page.send("POST", path, host, origin, "Origin: http://evil.example", control).status());
            refused.add(page.send("POST", path, host, "Origin: http://localhost:" + port, control).status());
            refused.add(page.send("POST", path + "?Nextmv-Page-Control=x&Origin=" + page.origin(), host).status());
            for (String site : List.of("same-site", "cross-site", "none")) {
                refused.add(page.send("POST", path, host, origin, control, "Sec-Fetch-Site: " + site).status());
            }
        }
        assertThat(refused).containsOnly(403);
        assertThat(page.send("POST", cancel, "Host: evil.example", "Origin: http://evil.example", control).status()).isEqualTo(421);
        assertThat(page.send("GET", cancel, host, origin, control).status()).isEqualTo(405);
        assertThat(page.send("POST", cancel, host, origin, control, "Content-Length: 9999999999").status()).isEqualTo(400);
        assertThat(page.send("POST", cancel, host, origin, control, "Transfer-Encoding: chunked").status()).isEqualTo(400);
        assertThat(page.send("POST", "/nextmv/page/cancel/..%2Fx", host, origin, control).status()).isIn(400, 404);
        gateway.stop();
        gateway.start();
        assertThat(page.send("POST", cancel, host, origin, control).status()).as("that was known to another process").isEqualTo(403);
    }

    @Test
    void withoutTheSettingNothingCanBeChangedAndThePageIsNotToldHow() {
        served().start();

        assertThat(page.state().has("control")).isFalse();
        assertThat(page.send("POST", "/nextmv/page/cancel/x", "Host: " + here, "Origin: " + page.origin(),
                "Nextmv-Page-Control: ").status()).isEqualTo(403);
    }

    @Test
    void beyondThisMachineItIsServedWithATokenOnly() {
        GatewayFixture open = served().with("camel.management.host", "0.0.0.0").start();
        assertThat(page.send("GET", "/", "Host: localhost").status()).isEqualTo(404);
        assertThat(page.send("GET", "/observe/health", "Host: localhost").status()).isIn(200, 503);
        assertThat(open.log().says("status page is not served")).isTrue();
        open.stop();

        GatewayFixture kept = served().with("camel.management.host", "0.0.0.0").with("nextmv.page.token", TOKEN).start();
        Said refused = page.send("GET", "/", "Host: localhost");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers().get("www-authenticate")).startsWith("Basic ");
        for (String wrong : List.of("Bearer x" + TOKEN, "Basic " + base64("admin:" + TOKEN + "x"), "Basic %%", "Basic",
                "Digest " + TOKEN, "Basic " + base64(TOKEN + ":"))) {
            assertThat(page.send("GET", "/nextmv/page/state", "Host: localhost", "Authorization: " + wrong).status()).as(wrong)
                    .isEqualTo(401);
        }
        for (String right : List.of("Bearer " + TOKEN, "Basic " + base64("admin:" + TOKEN), "basic " + base64(":" + TOKEN))) {
            assertThat(page.send("GET", "/nextmv/page/state", "Host: localhost", "Authorization: " + right).status()).as(right)
                    .isEqualTo(200);
        }
        assertThat(page.send("GET", "/", "Host: 0.0.0.0", "Authorization: Bearer " + TOKEN).status()).isEqualTo(421);
        assertThat(kept.log().lines()).noneMatch(line -> line.contains(TOKEN));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void itsAnswersAllowNothingFromElsewhere() {
        served().start();
        for (String path : List.of("/", "/nextmv/page/state", "/nextmv/page/files/page.js", "/nextmv/page/files/page.css",
                "/nextmv/page/files/icon.svg")) {
            Said answer = page.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.headers()).as(path).containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("x-frame-options", "DENY").containsEntry("referrer-policy", "no-referrer")
                    .containsEntry("cross-origin-resource-policy", "same-origin").containsEntry("cache-control", "no-cache")
                    .doesNotContainKeys("sec-fetch-site", "host", "access-control-allow-origin");
            assertThat(answer.headers().get("content-security-policy")).startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "trusted-types 'none'")
                    .doesNotContain("unsafe", "*", "http");
            assertThat(page.send("GET", path, "Host: " + here, "If-None-Match: " + answer.headers().get("etag")).status())
                    .as(path).isIn(304, 200);
        }
        Said html = page.get("/");
        assertThat(html.headers()).containsEntry("content-type", "text/html; charset=utf-8");
        assertThat(html.body()).doesNotContainPattern("(?:src|href)=\"(?:https?:)?//").doesNotContain("style=", "<script>");
        assertThat(page.get("/nextmv/page/files/page.js").body()).doesNotContain("innerHTML", "insertAdjacent", "document.write",
                "eval(");
        assertThat(page.get("/nextmv/page/files/application.properties").status()).isEqualTo(404);
        assertThat(page.get("/nextmv/page/files/..%2Fapplication.properties").status()).isEqualTo(404);
    }
}
