package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.headers.HeaderText;
import io.camelnextmv.headers.ReplyTo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message says becomes a name and texts that can be written down, or is refused with a word. */
class InputNameTest {

    /** In unit code points of every plane. */
    @Property(tries = 500)
    void whateverIsTakenFitsIntoAFileSystemWithWhatIsPutAroundIt(@ForAll String given) {
        String name;
        try {
            name = InputName.of(given);
        } catch (IllegalArgumentException e) {
            assertThat(InputName.orDefault(given)).isEqualTo("message.json");
            return;
        }
        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 200);
        assertThat(Path.of(name).getNameCount()).isEqualTo(1);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
    }

    @Test
    void aNameOfTheMostBytesTakesAllThatIsPutAroundIt(@TempDir Path folder) throws Exception {
        String name = InputName.of("名".repeat(500) + ".tar.gz");

        assertThat(name).endsWith("名.tar.gz");
        assertThat(Files.createFile(folder.resolve("." + name + ".nextmv.json.part"))).exists();
    }

    @ParameterizedTest
    @CsvSource({"queue://replies, replies, false", "topic://prices, prices, true", "topic:prices, prices, true",
            "temp-queue://x, x, false", "replies, replies, false", "/queue/replies, /queue/replies, false",
            "queue://topic://prices, prices, true"})
    void aReplyToIsAQueueUnlessItSaysThatItIsATopic(String text, String name, boolean topic) {
        assertThat(ReplyTo.of(text)).isEqualTo(new ReplyTo(name, topic));
        assertThat(ReplyTo.of(ReplyTo.of(text).text())).isEqualTo(ReplyTo.of(text));
    }

    @Test
    void whatIsNoTextIsToldByTheNameOfItsHeader() {
        for (Object value : new Object[] {Map.of(), new int[0], java.util.List.of(), new byte[] {(byte) 0xff}, "\ud83d",
                "x".repeat(HeaderText.LONGEST + 1)}) {
            assertThatThrownBy(() -> HeaderText.of(Map.of("NextmvName", value), "NextmvName"))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NextmvName");
            assertThat(HeaderText.ifItCanBe(Map.of("NextmvName", value), "NextmvName")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a"})
    void anIdIsTakenAsItIs(String id) {
        assertThat(HeaderText.exactly(Map.of("NextmvMessageId", id), "NextmvMessageId")).contains(id);
    }
}
