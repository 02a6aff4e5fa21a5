package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was given as an address is sent as it is, and is nothing but an address. */
class RequestAddressTest {
    private final RequestAddress addresses = new RequestAddress();

    @ParameterizedTest
    @ValueSource(strings = {"https://storage.example.com/b/k?X-Amz-Signature=a%2Fb%2B&x=1", "http://127.0.0.1:8080",
        "https://host", "HTTPS://host/a;b=c,d(e)'*~", "https://[::1]:1/a", "https://h/%7B%7Ba%7D%7D", "https://h?a=b@c"})
    void anAddressIsOne(String address) {
        assertThat(RequestAddress.isOne(address)).isTrue();
        addresses.check(address, null);
        addresses.check(address, "format=url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "file:///etc/passwd", "ftp://h/a", "https://", "https:///a", "https://user:pw@h/a",
        "http://h/a?k={{nextmv.api-key}}", "http://{{env:HOME}}/a", "http://h/{{bean:nextmvSubmitters.shutdownNow}}",
        "http://h/{{?a:b}}", "http://h/a b", "http://h/a\nHost: x", "http://h/{a}", "https://h/$simple{header.x}", "jar:http://h/a"})
    void whateverElseIsNone(String text) {
        assertThat(RequestAddress.isOne(text)).isFalse();
        assertThatThrownBy(() -> addresses.check(text, null)).isInstanceOf(UnreadableAnswer.class)
                .hasMessageNotContaining("h/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a={{nextmv.api-key}}", "{", "a=}"})
    void aQueryIsPlainToo(String query) {
        assertThatThrownBy(() -> addresses.check("https://h/a", query)).isInstanceOf(UnreadableAnswer.class);
    }
}
