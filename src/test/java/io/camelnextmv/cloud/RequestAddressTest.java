package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was given as an address is sent as it is, and is nothing but an address. */
class RequestAddressTest {
    private final RequestAddress addresses = new RequestAddress(account -> "https://api.example.com");

    private final Map<String, Object> headers = new HashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"https://storage.example.com/b/k?X-Amz-Signature=a%2Fb%2B&x=1", "http://127.0.0.1:8080",
        "https://host", "HTTPS://host/a;b=c,d(e)'*~", "https://[::1]:1/a", "https://h/%7B%7Ba%7D%7D", "https://h?a=b@c"})
    void anAddressIsOne(String address) {
        assertThat(RequestAddress.isOne(address)).isTrue();
        addresses.ofStorage(headers, Transfer.get(address));
        assertThat(headers).containsEntry("CamelHttpUri", address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "file:///etc/passwd", "ftp://h/a", "https://", "https:///a", "https://user:pw@h/a",
        "http://h/a?k={{nextmv.api-key}}", "http://{{env:HOME}}/a", "http://h/{{bean:nextmvSubmitters.shutdownNow}}",
        "http://h/{{?a:b}}", "http://h/a b", "http://h/a\nHost: x", "http://h/{a}", "https://h/$simple{header.x}", "jar:http://h/a"})
    void whateverElseIsNone(String text) {
        assertThat(RequestAddress.isOne(text)).isFalse();
        assertThatThrownBy(() -> addresses.ofStorage(headers, Transfer.get(text))).isInstanceOf(UnreadableAnswer.class)
                .hasMessageNotContaining("h/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?b={{nextmv.api-key}}", "/{", "?a=}", "@evil.example.com/", "/a b"})
    void aPathIsPlainToo(String path) {
        assertThatThrownBy(() -> addresses.ofApi(headers, Request.get(ApiPath.of(path)), null)).isInstanceOf(UnreadableAnswer.class);
        assertThat(headers).doesNotContainKey("CamelHttpUri");
    }

    @Test
    void nothingThatAMessageSaysLeadsARequestElsewhere() {
        for (String name : List.of("CamelHttpUri", "camelhttppath", "CAMELHTTPQUERY", "CamelHttpRawQuery", "CamelRestHttpUri",
                "CamelHttpHost", "CamelHttpScheme", "CamelHttpPort")) {
            headers.put(name, "elsewhere");
        }
        headers.put("camelHttpMethod", "DELETE");
        headers.put("X-Own", "kept");

        addresses.ofApi(headers, Request.get(ApiPath.of("/v1/account/queue?pagetoken=a%2Fb")), null);

        assertThat(headers).containsOnlyKeys("CamelHttpUri", "CamelHttpMethod", "X-Own")
                .containsEntry("CamelHttpMethod", "GET").containsEntry("CamelHttpUri",
                "https://api.example.com/v1/account/queue?pagetoken=a%2Fb");
    }
}
