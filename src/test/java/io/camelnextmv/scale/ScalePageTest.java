package io.camelnextmv.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/scale.md} are what the constants and the model say; {@code bench/draw} writes them anew. */
class ScalePageTest {
    @Test
    void thePageSaysWhatTheModelSays() throws IOException {
        assertThat(Files.readString(ScalePage.FILE)).as("write it anew with bench/draw").isEqualTo(ScalePage.made());
    }

    @Test
    void aFigureHasThreeDigits() {
        assertThat(ScalePage.figure(0.168)).isEqualTo("0.17");
        assertThat(ScalePage.figure(11.9)).isEqualTo("11.9");
        assertThat(ScalePage.figure(30)).isEqualTo("30");
        assertThat(ScalePage.figure(300)).isEqualTo("300");
        assertThat(ScalePage.figure(419_040)).isEqualTo("419,000");
    }
}
