package io.camelnextmv.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueuePagesTest {
    private final QueuePages pages = new QueuePages(CloudBeans.json());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aQueueWhosePagesGoRoundInCirclesHasAnEndWithAllThatWasRead(int around) throws IOException {
        pages.begin();
        int read = 0;
        Optional<Map<String, String>> all = Optional.empty();
        while (pages.hasMore()) {
            all = add("{\"runs\":[{\"id\":\"run" + read + "\",\"status_v2\":\"queued\"}],\"next_page_token\":\"t" + read % around
                    + "\"}");
            read++;
        }

        assertThat(read).isEqualTo(around + 1);
        assertThat(all.orElseThrow()).hasSize(read);
    }

    @Test
    void aQueueThatNeverEndsHasOne() throws IOException {
        pages.begin();
        int read = 0;
        while (pages.hasMore()) {
            add("{\"runs\":[],\"next_page_token\":\"t" + read++ + "\"}");
        }

        assertThat(read).isEqualTo(100);
    }

    @Test
    void ofPagesThatAreFullerThanAnyNoMoreIsKeptThanOnePageMayHave() throws IOException {
        pages.begin();
        int read = 0;
        while (pages.hasMore()) {
            int page = read++;
            add("{\"runs\":[" + IntStream.range(0, 130_000).mapToObj(row -> "{\"id\":\"run" + page + "-" + row + "\"}")
                    .collect(Collectors.joining(",")) + "],\"next_page_token\":\"t" + page + "\"}");
        }

        assertThat(read).isEqualTo(2);
    }

    @Test
    void aTokenIsEscapedInThePathOfItsPage() throws IOException {
        pages.begin();
        assertThat(pages.path().text()).isEqualTo("/v1/account/queue");
        add("{\"next_page_token\":\"a+b/=&c#é %\",\"runs\":[]}");

        assertThat(pages.path().text()).isEqualTo("/v1/account/queue?pagetoken=a%2Bb%2F%3D%26c%23%C3%A9+%25");
    }

    @Test
    void whateverStandsInARowHidesNoOther() throws IOException {
        pages.begin();

        assertThat(add("{\"runs\":[{\"id\":{}},{\"id\":\"\"},null,7,[{}],{\"id\":\"a\",\"status_v2\":[],\"metrics\":{\"gap\":NaN}},"
                + "{\"id\":\"b\",\"status_v2\":\"\"},{\"id\":\"c\",\"status_v2\":\"queued\",\"created_at\":\"\"}],\"next_page_token\":\"\"}"))
                .contains(Map.of("a", "active", "b", "active", "c", "queued"));
    }

    @Test
    void anIdIsATextHoweverItIsWritten() throws IOException {
        pages.begin();

        assertThat(add("{\"runs\":[{\"id\":7,\"status_v2\":true},{\"\\u0069d\":\"a\\u0062\",\"status_v2\":\"running\"},"
                + "{\"ID\":\"no\"},{\"id\":null},{\"id\":\"x\",\"id\":\"y\",\"status_v2\":null},{\"id\":[\"z\"]},"
                + "{\"id\":\"" + "l".repeat(201) + "\"}]}"))
                .contains(Map.of("7", "true", "ab", "running", "y", "active"));
    }

    @Test
    void aRowThatIsDeeperThanAnyIsReadAndHalfOfItIsUnreadable() throws IOException {
        pages.begin();

        assertThat(add("{\"runs\":[{\"id\":\"a\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000)
                + "},{\"id\":\"b\"}]}").orElseThrow()).containsOnlyKeys("a", "b");
        assertThatThrownBy(() -> add("{\"runs\":[{\"id\":\"a\",\"x\":" + "[".repeat(100_000) + "]}]}"))
                .isInstanceOf(UnreadableAnswer.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"runs\":{}}", "{\"runs\":[{}", "<html>", "null", "{\"runs\":[{\"id\"",
        "{\"runs\":[{\"id\":", "{\"runs\":[{\"id\":\"a", "{\"runs\":[{\"id\":\"a\"", "{\"runs\":[{\"id\":\"a\",", "{\"runs\":[{\"id\":\"a\"},",
        "{\"runs\":[{\"x\":[1,", "{\"runs\":[{\"id\" \"a\"}]}", "{\"runs\":[{id:\"a\"}]}"})
    void whatIsNoQueueIsUnreadable(String answer) {
        assertThatThrownBy(() -> add(answer)).isInstanceOf(UnreadableAnswer.class);
    }

    private Optional<Map<String, String>> add(String answer) throws IOException {
        return pages.add(pages.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8))));
    }
}
