package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.Limits;
import io.camelnextmv.fixture.GatewayTest;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes are numbers of bytes, alone or with a unit. */
class BytesTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource({"1,1", "500000,500000", "500000B,500000", "700MiB,734003200", "700 mib,734003200", "2.5GiB,2684354560",
        "0.5KiB,512", "500MB,500000000", "1kB,1000", "1.5TB,1500000000000", "1TiB,1099511627776", "1.0001KiB,1024",
        "9223372036854775807,9223372036854775807"})
    void aSizeIsReadWithItsUnit(String text, long bytes) {
        assertThat(new SettingReader(Map.of("nextmv.limit.input", text)::get).bytes("nextmv.limit.input")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0MiB", "-1", "1.5", "1,5MiB", "MiB", "700M", "700 megabytes", "1e9", "9223372036854775808",
        "99999999TiB", "0.0001kB", "700MiB 3", "\u0667MiB"})
    void whatIsNoSizeIsToldInOneLineWithItsName(String text) {
        for (String name : new String[] {"nextmv.limit.input", "nextmv.limit.output", "nextmv.limit.unpacked",
            "nextmv.download.max-bytes", "nextmv.archive.max-bytes"}) {
            assertThatThrownBy(gateway("http://127.0.0.1:9").with(name, text)::start).isInstanceOf(BadSetting.class)
                    .hasMessageStartingWith(name + " is \"" + text + "\"").hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"734003200,700 MiB (734003200 bytes)", "2684354560,2.5 GiB (2684354560 bytes)", "1000000,1000000 bytes",
        "1,1 bytes", "1023,1023 bytes", "1024,1 KiB (1024 bytes)", "9223372036854775807,9223372036854775807 bytes"})
    void aLimitIsSaidExactly(long bytes, String words) {
        assertThat(Limits.words(bytes)).isEqualTo(words);
    }
}
