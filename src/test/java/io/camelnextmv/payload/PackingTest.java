package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a folder is packed by the name that its file system gives it. */
class PackingTest {
    private static final Packing PACKING = new Packing(new Tarball(100, 1_000_000), 1_000_000);

    @TempDir
    private Path home;

    @Test
    void namesThatDifferByABackslashAreTwoFiles() throws IOException {
        assumeTrue(home.getFileSystem().getSeparator().equals("/"), "a backslash is a letter here");
        Map<String, String> files = Map.of("data/a.csv", "1", "data\\a.csv", "2", "data/sub/b", "3", "data\\sub/b", "4",
                "data/sub\\b", "5");

        assertThat(packed(home, files)).isEqualTo(new TreeMap<>(files));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..\\x", "a\\", "\\a", "C:\\x", "\\\\host\\share", "a\\..\\..\\b", "\\"})
    void aBackslashIsALetterWhereTheFileSystemTakesItForOne(String name) throws IOException {
        assumeTrue(home.getFileSystem().getSeparator().equals("/"), "a backslash is a letter here");

        assertThat(packed(home, Map.of(name, "text"))).isEqualTo(Map.of(name, "text"));
    }

    @Test
    void whatIsSaidOfAFileNamesItAsItIsCalled() throws IOException {
        assumeTrue(home.getFileSystem().getSeparator().equals("/"), "a backslash is a letter here");
        Path folder = Files.createDirectory(home.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("data\\a.csv"), folder.resolve("elsewhere"));

        assertThatThrownBy(() -> PACKING.folder(folder, home.resolve("packed"))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("link").hasMessageNotContaining("data/a.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows", "unix", "osX"})
    void foldersAreToldFromNamesByASlashWhateverTheSystem(String system) throws IOException {
        try (FileSystem disk = Jimfs.newFileSystem(switch (system) {
            case "windows" -> Configuration.windows();
            case "unix" -> Configuration.unix();
            default -> Configuration.osX();
        })) {
            Map<String, String> files = Map.of("a.csv", "1", "data/a.csv", "2", "data/sub/ü.csv", "3");

            assertThat(packed(Files.createDirectories(disk.getPath("work")), files)).isEqualTo(new TreeMap<>(files));
        }
    }

    private static Map<String, String> packed(Path home, Map<String, String> files) throws IOException {
        Path folder = Files.createDirectory(home.resolve("folder"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path packed = home.resolve("packed.tar.gz");
        PACKING.check(folder);
        PACKING.folder(folder, packed);
        return Archives.read(Files.readAllBytes(packed));
    }
}
