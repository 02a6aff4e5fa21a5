package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private long now;

    private TokenBuckets buckets(RateLimit... limits) {
        return new TokenBuckets(List.of(limits), () -> now);
    }

    private static void isRefused(TokenBuckets buckets, Endpoint endpoint, long retryAfter) {
        assertThatThrownBy(() -> buckets.take(endpoint)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.retryAfter()).isEqualTo(retryAfter);
        });
    }

    @Test
    void a_full_bucket_lets_as_many_pass_as_the_limit_says_and_is_filled_again_in_its_period() throws Refused {
        TokenBuckets buckets = buckets(new RateLimit(RateLimit.What.RUNS, 5, Duration.ofSeconds(10)));
        for (int i = 0; i < 5; i++) {
            buckets.take(Endpoint.NEW_RUN);
        }
        isRefused(buckets, Endpoint.NEW_RUN, 2);
        now += Duration.ofSeconds(2).toNanos();
        buckets.take(Endpoint.NEW_RUN);
        isRefused(buckets, Endpoint.NEW_RUN, 2);
        now += Duration.ofDays(1).toNanos();
        for (int i = 0; i < 5; i++) {
            buckets.take(Endpoint.NEW_RUN);
        }
        isRefused(buckets, Endpoint.NEW_RUN, 2);
    }

    @Test
    void each_limit_counts_its_own_and_requests_are_all_of_them() throws Refused {
        TokenBuckets buckets = buckets(new RateLimit(RateLimit.What.RESULTS, 1, Duration.ofHours(1)),
                new RateLimit(RateLimit.What.REQUESTS, 3, Duration.ofHours(1)));
        buckets.take(Endpoint.RUN_RESULT);
        isRefused(buckets, Endpoint.RUN_RESULT, 3600);
        buckets.take(Endpoint.NEW_RUN);
        buckets.take(Endpoint.RUN_METADATA);
        isRefused(buckets, Endpoint.ACCOUNT_QUEUE, 1200);
    }

    @Test
    void the_sandbox_answers_429_with_a_time() throws Exception {
        SandboxSettings settings = SandboxSettings.defaults().withPort(0)
                .withLimits(List.of(new RateLimit(RateLimit.What.REQUESTS, 1, Duration.ofHours(1))));
        try (Sandbox sandbox = new Sandbox(settings).start()) {
            assertThat(list(sandbox, "sandbox").statusCode()).isEqualTo(200);
            HttpResponse<String> refused = list(sandbox, "sandbox");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).as("what is left of the hour")
                    .isBetween(3000L, 3600L);
            assertThat(refused.body()).contains("too many requests: 1 in 3600 s");
            assertThat(list(sandbox, "wrong").statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> list(Sandbox sandbox, String key) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(sandbox.url() + "/v1/applications/a/runs"))
                .header("Authorization", "Bearer " + key).build(), BodyHandlers.ofString());
    }

    @Test
    void a_limit_of_nothing_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(RateLimit.What.RUNS, 0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(RateLimit.What.RUNS, 1, Duration.ZERO));
    }
}
