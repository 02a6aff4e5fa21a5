package io.camelnextmv.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name that somebody else chose never leads out of its folder. */
class ContainedTest {
    private static final Path FOLDER = Path.of("/srv/work/ticket/input");

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "/", "/etc/passwd", "../a", "a/..", "a/b", "a/", "./a", "a\0b", "../../../../x"})
    void whatIsNoNameIsRefused(String name) {
        assertThat(Contained.isName(name)).isFalse();
        assertThatThrownBy(() -> Contained.child(FOLDER, name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.json", ".hidden", "...", "..a", "a..", "-rf", " ", "a b", "Müller.json", "a\\b", "$(x)",
        "${header.x}", "%2e%2e%2f"})
    void whateverElseIsANameStaysOne(String name) {
        assertThat(Contained.child(FOLDER, name)).isEqualTo(FOLDER.resolve(name)).hasParentRaw(FOLDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a//b", "a/../b", "../a", "a/.", "a/"})
    void aPathWithAnElementThatIsNoNameIsRefused(String path) {
        assertThatThrownBy(() -> Contained.below(FOLDER, path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whateverIsTakenStaysBelowItsFolder(@ForAll String path) {
        try {
            Path file = Contained.below(FOLDER, path);
            assertThat(file.normalize()).startsWithRaw(FOLDER).isEqualTo(file);
            assertThat(file).isNotEqualTo(FOLDER);
        } catch (IllegalArgumentException e) {
            assertThat(path.split("/", -1)).anyMatch(name -> !Contained.isName(name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../outbox/a", "a/b", "A", "a.b", "-a", "a_b", "ä", "a\nb", "a b"})
    void aTicketsNameHasItsFormOrIsNone(String text) {
        assertThat(TicketName.isOne(text)).isFalse();
        assertThatThrownBy(() -> new TicketName(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void whateverIsATicketsNameIsTheNameOfOneFolder(@ForAll String text) {
        if (TicketName.isOne(text)) {
            assertThat(Contained.isName(new TicketName(text).text())).isTrue();
        }
    }
}
