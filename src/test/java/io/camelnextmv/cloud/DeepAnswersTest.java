package io.camelnextmv.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.beans.CloudBeans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How deep something is that nobody reads is no reason not to read what stands beside it, nor a danger to the stack. */
class DeepAnswersTest {
    private static final ObjectMapper JSON = CloudBeans.json();
    private static final long STACK = 192 * 1024;

    static Stream<Arguments> deep() {
        return Stream.of(1_001, 10_001, 1_000_000).flatMap(levels -> Stream.of(
                arguments(levels + " lists", "[".repeat(levels) + "]".repeat(levels)),
                arguments(levels + " objects", "{\"a\":".repeat(levels) + "1" + "}".repeat(levels)),
                arguments(levels + " of both", "[{\"a]\":[\"}\\\"]\",".repeat(levels / 3) + "7" + "]}]".repeat(levels / 3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deep")
    void aRunsStatusIsRead(String what, String deep) throws Exception {
        assertThat(read("{\"id\":\"r\",\"metadata\":{\"metrics\":" + deep + ",\"status_v2\":\"succeeded\",\"error\":" + deep
                + ",\"options\":" + deep + "},\"x\":" + deep + "}", RunInformation.class).status()).isEqualTo("succeeded");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deep")
    void ofAListOfRunsTheOthersAreRead(String what, String deep) throws Exception {
        RunList list = read("{\"x\":" + deep + ",\"runs\":[{\"id\":\"a\",\"options\":" + deep + "}," + deep
                + ",{\"id\":\"b\",\"description\":\"mark\"}],\"next_page_token\":\"t\"}", RunList.class);

        assertThat(list.runs()).extracting(RunList.Row::id).containsExactly("a", "b");
        assertThat(list.nextPageToken()).contains("t");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deep")
    void allElseThatIsAskedForIsRead(String what, String deep) throws Exception {
        assertThat(read("{\"x\":" + deep + ",\"run_id\":\"r\"}", RunAccepted.class).runId()).isEqualTo("r");
        assertThat(read("{\"x\":" + deep + ",\"upload_id\":\"u\",\"upload_url\":\"https://x/y\"}", UploadUrl.class).uploadId())
                .isEqualTo("u");
        assertThat(read("{\"items\":[{\"id\":\"a\",\"x\":" + deep + "},{\"id\":\"b\"}],\"x\":" + deep + "}", AssetList.class)
                .items()).hasSize(2);
        assertThat(read("{\"x\":" + deep + ",\"download_url\":\"https://x/y\"}", AssetUrl.class).downloadUrl())
                .isEqualTo("https://x/y");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deep")
    void aTreeOfItCanBeWrittenAgain(String what, String deep) throws Exception {
        JsonNode tree = read("{\"x\":" + deep + ",\"status\":\"known\"}", JsonNode.class);

        assertThat(tree.path("status").asText()).isEqualTo("known");
        assertThat(onASmallStack(() -> JSON.writeValueAsString(tree))).contains("known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[\"text"})
    void halfOfItIsUnreadable(String level) {
        assertThatThrownBy(() -> read("{\"metadata\":{\"status_v2\":\"succeeded\",\"x\":" + level.repeat(100_000),
                RunInformation.class)).isInstanceOf(UnreadableAnswer.class);
    }

    @Test
    void aPageKeepsTheRowsAsTheyCameAndItsDepthHasABound() throws Exception {
        String deep = "[".repeat(9_000) + "]".repeat(9_000);
        String answer = "{\"runs\":[{\"id\":\"a\",\"x\":" + deep + "},{\"id\":\"b\"}]}";

        RawPage page = onASmallStack(() -> RawPage.read(answer.getBytes(StandardCharsets.UTF_8), CloudAnswers.lenient(JSON)));
        assertThat(page.rows()).hasSize(2);
        assertThat(page.rows().get(0).size()).isEqualTo(18_015);
        byte[] endless = ("{\"runs\":[{\"x\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> RawPage.read(endless, CloudAnswers.lenient(JSON))).isInstanceOf(UnreadableAnswer.class)
                .hasMessageContaining("depth");
    }

    private static <T> T read(String answer, Class<T> type) throws Exception {
        return onASmallStack(() -> new CloudAnswers(JSON)
                .read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), type));
    }

    private static <T> T onASmallStack(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "small stack", STACK);
        thread.start();
        try {
            return task.get();
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException | e.getCause() instanceof IOException) {
                throw (Exception) e.getCause();
            }
            throw e;
        }
    }
}
