package io.camelnextmv.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code docs/} is what the code says today; with {@code -Dwrite=true} it is written anew. */
class SchemasTest {
    private static final String HOW = "%s is not what the code says: write it with"
            + " mvn -pl core test -Dtest=SchemasTest -Dwrite=true";

    private static Map<Path, String> files;

    @BeforeAll
    static void make(@TempDir Path scratch) throws IOException {
        files = Schemas.files(scratch);
        if (Boolean.getBoolean("write")) {
            for (Map.Entry<Path, String> made : files.entrySet()) {
                Files.createDirectories(made.getKey().getParent());
                Files.writeString(made.getKey(), made.getValue());
            }
        }
    }

    @Test
    void whatIsMadeOfTheCodeLiesInDocs() throws IOException {
        for (Map.Entry<Path, String> made : files.entrySet()) {
            assertThat(made.getKey()).as(HOW, made.getKey()).exists();
            assertThat(Files.readString(made.getKey())).as(HOW, made.getKey()).isEqualTo(made.getValue());
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "write", matches = "true",
            disabledReason = "the classes are older than what is written")
    void theSchemasAreInTheJar() throws IOException {
        for (Map.Entry<Path, String> made : files.entrySet()) {
            if (made.getKey().toString().endsWith(".schema.json")) {
                String inJar = "/nextmv/schema/" + made.getKey().getFileName();
                try (InputStream in = SchemasTest.class.getResourceAsStream(inJar)) {
                    assertThat(in).as("%s", made.getKey()).isNotNull().hasContent(made.getValue());
                }
            }
        }
    }

    @Test
    void thereIsNoOther() throws IOException {
        assertThat(Stream.concat(FileTree.in(Path.of("docs", "schema")).stream(), Stream.of(Path.of("docs", "settings.md"))))
                .containsExactlyInAnyOrderElementsOf(files.keySet());
    }
}
