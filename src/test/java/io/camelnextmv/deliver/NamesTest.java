package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({"orders.json,orders,.json", "orders.v1.json,orders.v1,.json", "orders,orders,''", "orders.,orders,.",
        ".orders,.orders,''", "a..b,a.,.b"})
    void aNameHasAStemAndAnEnding(String file, String stem, String ending) {
        assertThat(Names.of(file)).isEqualTo(new Names(stem, ending));
        assertThat(Names.of(file).file(stem)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource({"orders.json,orders.run-1.json", "a.b.json,a.b.run-1.json", "orders,orders.run-1"})
    void theIdStandsBeforeTheEnding(String file, String expected) {
        Names names = Names.of(file);

        assertThat(names.file(names.stemWith("run-1"))).isEqualTo(expected);
    }

    @Property
    void anIdOfAnyLengthLeavesRoomForTheRest(@ForAll @StringLength(min = 1, max = 255) String id) {
        for (String file : new String[] {"orders.json", "ü".repeat(120) + ".nextmv.yaml", "n".repeat(255)}) {
            String with = Names.of(file).stemWith(id + ".20261127-010203-abcd-1." + System.nanoTime());

            assertThat(Names.fits(Names.of(file).file(with))).isTrue();
            assertThat(Names.fits(Names.report(with))).isTrue();
            assertThat(Names.fits(Names.output(with))).isTrue();
        }
    }

    @Property
    void theEndOfATextIsCutBetweenItsLetters(@ForAll String text, @ForAll @net.jqwik.api.constraints.IntRange(max = 50) int bytes) {
        String end = Names.end(text + "🚚ü🚚", bytes);

        assertThat(text + "🚚ü🚚").endsWith(end);
        assertThat(end.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
        assertThat(end.isEmpty() || !Character.isLowSurrogate(end.charAt(0))).isTrue();
    }

    @Property
    void aNameWithAnIdFitsIntoAFileSystemAndIsStillUnicode(@ForAll @StringLength(min = 1, max = 120) String stem) {
        Names names = new Names(stem.replace('.', '-') + "🚚".repeat(50), ".json");
        String with = names.stemWith("devint-9KzmD41Hg");

        assertThat(with.getBytes(StandardCharsets.UTF_8).length + ".error.json".length()).isLessThanOrEqualTo(255);
        assertThat(with).endsWith(".devint-9KzmD41Hg");
        assertThat(Names.fits(names.file(with))).isTrue();
        assertThat(Names.fits(Names.report(with))).isTrue();
        if (!with.startsWith(names.stem())) {
            String kept = with.substring(0, with.length() - ".devint-9KzmD41Hg".length());
            assertThat(names.stem()).startsWith(kept);
            assertThat(kept.isEmpty() || !Character.isHighSurrogate(kept.charAt(kept.length() - 1))).isTrue();
        }
    }

    /** Two things of one name cannot be placed, however often another stem is chosen. */
    @ParameterizedTest
    @ValueSource(strings = {"orders.json", "orders", "orders.partial", "orders.PARTIAL", "orders.partial.json",
        "orders.partial.txt", "orders.assets", "orders.bad-output", "orders.logs.txt", "orders.error.json", ".partial",
        "a.partial.assets"})
    void whatLiesBesideAnInputHasAnotherNameThanTheInput(String file) {
        Names names = Names.of(file);
        for (String stem : List.of(names.stem(), names.stemWith("devint-1"))) {
            List<String> all = new ArrayList<>(Names.partials(stem));
            all.addAll(List.of(names.file(stem), Names.report(stem), Names.logs(stem), Names.assets(stem),
                    Names.output(stem)));

            assertThat(all.stream().map(name -> name.toLowerCase(Locale.ROOT))).doesNotHaveDuplicates();
        }
        assertThat(names.file(names.stem())).isEqualTo(file);
    }
}
