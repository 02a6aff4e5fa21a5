package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.beans.CloudBeans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeQueueTest {
    private final WholeQueue queue = new WholeQueue(CloudBeans.json());
    private final WholeQueue.All pages = queue.begin();

    @Test
    void anAnswerOfOnePageIsTheServicesByteForByte() throws IOException {
        String answer = " { \"runs\" : [ {\"id\":\"ä\",\"x\":1.50} ], \"other\": 1 }\n";
        add(answer);

        assertThat(pages.goesOn()).isFalse();
        assertThat(whole()).isEqualTo(answer);
    }

    @Test
    void theRowsOfSeveralPagesAreJoinedAsTheyWereWritten() throws IOException {
        add("{\"next_page_token\":\"1\",\"runs\":[{\"id\" : \"ä\"},7,null,[{}]]}");
        assertThat(pages.next().path()).endsWith("?pagetoken=1");
        add("{\"runs\":[],\"next_page_token\":2}");
        add("{\"runs\":[{\"x\":{\"y\":[1.50,NaN]}},{}],\"next_page_token\":\"1\"}");

        assertThat(pages.goesOn()).as("it goes round").isFalse();
        assertThat(whole()).isEqualTo("{\"runs\":[{\"id\" : \"ä\"},{\"x\":{\"y\":[1.50,NaN]}},{}]}");
    }

    @Test
    void aPageThatDoesNotComeIsAskedForOnce() {
        assertThat(pages.goesOn()).isTrue();
        assertThatThrownBy(() -> pages.notCome(new IllegalStateException("broken"))).hasMessage("broken");
        assertThat(pages.goesOn()).isFalse();
    }

    @Test
    void aQueueThatNeverEndsOrHasNoRoomIsTold() {
        assertThatThrownBy(() -> {
            for (int page = 0; page < 2000; page++) {
                add("{\"runs\":[{}],\"next_page_token\":\"t" + page + "\"}");
            }
        }).isInstanceOf(UnreadableAnswer.class).hasMessageContaining("more pages than can be read");

        WholeQueue.All others = queue.begin();
        byte[] large = ("{\"next_page_token\":\"t\",\"runs\":[{\"x\":\"" + "x".repeat(9_000_000) + "\"}]}").getBytes();
        assertThatThrownBy(() -> {
            others.add(new ByteArrayInputStream(large));
            others.add(new ByteArrayInputStream(large));
        }).isInstanceOf(UnreadableAnswer.class);
        assertThatThrownBy(() -> queue.begin().add(new SequenceInputStream(
                new ByteArrayInputStream("{\"runs\":[".getBytes()), new InputStream() {
                    @Override
                    public int read() {
                        return ' ';
                    }
                }))).isInstanceOf(UnreadableAnswer.class).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"runs\":{}}", "{\"runs\":[{}", "{\"runs\":[]", "<html>", "null"})
    void whatIsNoQueueIsUnreadable(String answer) {
        assertThatThrownBy(() -> add(answer)).isInstanceOf(UnreadableAnswer.class);
    }

    @Test
    void whatIsNotUtf8IsUnreadable() {
        byte[] answer = "{\"runs\":[{\"id\":\"a\"}]}".getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> pages.add(new ByteArrayInputStream(answer))).isInstanceOf(UnreadableAnswer.class);
    }

    private void add(String answer) throws IOException {
        pages.goesOn();
        pages.add(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    }

    private String whole() {
        return new String(queue.whole(pages), StandardCharsets.UTF_8);
    }
}
