package io.camelnextmv.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is secret is hidden in whatever is written for people. */
class SecretsTest {
    private final Secrets secrets = new Secrets();

    @Test
    void whatIsKnownAsASecretIsHiddenWhereverItStands() {
        secrets.addFrom(Map.of("nextmv.api-key", "key-5f2c77ab", "NEXTMV_JMS_PASSWORD", "hop hop hop",
                "camel.component.kafka.sasl-jaas-config", "module required", "nextmv.secrets-collection-id", "collection-1",
                "nextmv.home", "/srv/nextmv", "nextmv.api-key-file", "/run/secrets/key"));

        assertThat(secrets.hide("x key-5f2c77ab, xkey-5f2c77aby, hop hop hop, module required, collection-1 /srv/nextmv"
                + " /run/secrets/key"))
                .isEqualTo("x ***, x***y, ***, ***, collection-1 /srv/nextmv /run/secrets/key");
    }

    @Test
    void aWordIsNoSecret() {
        secrets.addFrom(Map.of("nextmv.sandbox.api-key", "sandbox", "some.password", "{{env:KAFKA_PASSWORD}}"));

        assertThat(secrets.hide("the sandbox listens at {{env:KAFKA_PASSWORD}}"))
                .isEqualTo("the sandbox listens at {{env:KAFKA_PASSWORD}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer s3cr3t-value", "[authorization: Basic s3cr3t-value=]",
        "Proxy-Authorization=s3cr3t-value", "{Authorization=Bearer s3cr3t-value, Host=x}", "sent Bearer s3cr3t-value",
        "https://storage/b/k?X-Amz-Signature=s3cr3t-value", "/b/k?a=b&X-Amz-Security-Token=s3cr3t-value&c=d",
        "PUT /b/k?x-goog-signature=s3cr3t-value HTTP/1.1", "https://blob/c?sv=1&sig=s3cr3t-value",
        "https://s3/k?AWSAccessKeyId=A&Signature=s3cr3t-value", "{\"url\":\"https://s/k?a=b\\u0026Signature=s3cr3t-value\"}",
        "back to https%3A%2F%2Fs%2Fk%3FSignature%3Ds3cr3t-value", "http://me:s3cr3t-value@api.example.com/v1",
        "tcp://me:s3cr3t-value@broker:61616", "tcp://broker:61616?user=u&password=s3cr3t-value",
        "jms:queue:x?username=u&password=s3cr3t-value&transacted=true", "{\"secret\": \"s3cr3t-value\"}",
        "PlainLoginModule required username=\"u\" password=\"s3cr3t-value\";",
        "https://user.s3cr3t-value@x.example.com"})
    void whatHasTheFormOfASecretIsHiddenThoughNobodyNamedIt(String line) {
        assertThat(secrets.hide(line)).doesNotContain("s3cr3t").contains("***");
    }

    @Test
    void aLongTextIsCutAndCostsNoTime() {
        for (String part : java.util.List.of("x", "&sig", "a:", "http://", "\"secret\": ", "?", "password = ")) {
            String shown = org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(java.time.Duration.ofSeconds(30),
                    () -> secrets.show(part.repeat(2_000_000)));

            assertThat(shown).hasSizeLessThan(17_000).endsWith((2_000_000 * part.length()) + " characters in all)");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"t=1700000000,v1=" + "0123456789abcdef0123456789abcdef" + "|t=1700000000,v1=***"})
    void aSignatureOfAnEventIsHidden(String line, String shown) {
        assertThat(secrets.hide(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.json → /srv/outbox/orders.json (run devint-1, 1.2 s, 3 checks)",
        "basic settings of https://api.cloud.nextmv.io/v1/applications/a/runs?instance_id=staging",
        "the object storage answered 403 (AccessDenied)", "file:/srv/in?noop=true&delay=500", "mail to a@b.example",
        "the API key is refused with 401: check nextmv.api-key", "a password is missing"})
    void whatIsNoSecretStays(String line) {
        assertThat(secrets.hide(line)).isEqualTo(line);
    }
}
