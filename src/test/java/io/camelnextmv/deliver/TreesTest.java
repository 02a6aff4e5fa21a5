package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.camelnextmv.store.Durability;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output of many files goes to a folder on another file system, which may hold less than ours. */
class TreesTest {
    @TempDir
    private Path home;

    private Path tree(String... files) throws IOException {
        Path tree = Files.createDirectories(home.resolve("tree"));
        for (String file : files) {
            Files.writeString(tree.resolve(file), "content of " + file);
        }
        return tree;
    }

    @Test
    void namesThatAreOneThereAreToldAndAreNoNameThatSomebodyTook() throws IOException {
        try (FileSystem mac = Jimfs.newFileSystem(Configuration.osX())) {
            Path tree = tree("Cars.csv", "cars.csv");
            assertThatThrownBy(() -> Trees.copy(tree, mac.getPath("/out"), Durability.OS)).isInstanceOf(NotHeld.class)
                    .hasMessageContaining("two of its names are one there: ").hasMessageContaining("ars.csv");
        }
    }

    @Test
    void aFullDiskIsNoFaultOfTheNames() throws IOException {
        try (FileSystem small = Jimfs.newFileSystem(Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(2048)
                .build())) {
            Path tree = tree("a");
            Files.writeString(tree.resolve("large"), "x".repeat(10_000));
            assertThatThrownBy(() -> Trees.copy(tree, small.getPath("/out"), Durability.OS)).isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotHeld.class);
        }
    }

    @Test
    void allElseIsCopied() throws IOException {
        Path tree = tree("a", "b");
        Trees.copy(tree, home.resolve("copy"), Durability.OS);
        assertThat(home.resolve("copy/b")).hasContent("content of b");
    }
}
