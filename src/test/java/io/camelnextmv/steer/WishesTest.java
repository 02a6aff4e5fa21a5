package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WishesTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "\uD83D\uDE00"})
    void anAnswerHasANameThatAFileSystemTakesWhateverItsWishIsCalled(String letter) {
        for (int bytes = 230; bytes <= 255; bytes++) {
            String name = letter.repeat(bytes / letter.getBytes(StandardCharsets.UTF_8).length);
            String answer = Wishes.answerTo(name);
            assertThat(answer).endsWith(".error.json").doesNotContain("\uFFFD");
            assertThat(("." + answer).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
            assertThat(answer).isNotEqualTo(Wishes.answerTo(name + "x"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 239, 244, 250, 254})
    void aWishOfAnyLengthIsAnsweredOnceAndTakenAway(int bytes) throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path control = home.resolve("control/cancel");
        String wish = "n".repeat(bytes - 1) + "!";

        Files.createFile(control.resolve(wish));
        gateway.until("it is answered", () -> !Files.exists(control.resolve(wish)));

        assertThat(GatewayFixture.names(control)).containsExactly(Wishes.answerTo(wish));

        assertThat(GatewayFixture.json(control.resolve(Wishes.answerTo(wish))).path("outcome").asText())
                .isEqualToIgnoringCase("unknown");
        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("WARN") && line.contains("canceled"));
    }

    @Test
    void aWishThatCannotBeAnsweredIsSpokenOfOnceAndAnsweredWhenItCanBe() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path control = home.resolve("control/cancel");
        // Nothing can be put where a folder lies that is not empty.
        Path inTheWay = Files.createDirectories(control.resolve("nothing!.error.json/full"));

        Files.createFile(control.resolve("nothing!"));
        gateway.untilLogged("nothing! cannot be canceled yet");
        Files.createFile(control.resolve("another!"));
        gateway.until("others are answered", () -> Files.exists(control.resolve("another!.error.json")));
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        gateway.until("it is answered", () -> Files.isRegularFile(control.resolve("nothing!.error.json"))
                && !Files.exists(control.resolve("nothing!")));

        assertThat(gateway.log().lines().stream().filter(line -> line.contains("nothing! cannot be canceled yet")))
                .hasSize(1);
    }
}
