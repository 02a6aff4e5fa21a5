package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettledFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private final SettledFiles settled = new SettledFiles(Duration.ofSeconds(2), Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "orders.json,3000,true", "orders.json,2000,true", "orders.json,1999,false", "orders.json,0,false",
        "orders.json,-1000,false", "orders.json,-60000,true", ".orders.json,9000,false", "orders.tmp,9000,false",
        "orders.json.TMP,9000,false", "orders.part,9000,false", "orders.json.part,9000,false", "tmp,9000,true",
        "orders.tmp.json,9000,true", "part.json,9000,true"})
    void aFileIsTakenWhenItHasNotChangedForLongEnoughAndDoesNotSayThatItIsBeingWritten(String name, long age,
            boolean taken) {
        GenericFile<File> file = new GenericFile<>();
        file.setFile(new File("/inbox", name));
        file.setFileNameOnly(name);
        file.setLastModified(NOW.toEpochMilli() - age);

        assertThat(settled.accept(file)).isEqualTo(taken);
    }

    @Test
    void aLinkIsLeftWhereItIsWhateverItLeadsTo(@TempDir Path inbox) throws IOException {
        Path target = Files.writeString(inbox.resolve("target.json"), "{}");
        for (String to : List.of("target.json", "nowhere.json", "link.json")) {
            Path link = Files.createSymbolicLink(inbox.resolve("link.json"), Path.of(to));
            assertThat(settled.accept(old(link.toFile()))).as("a link to " + to).isFalse();
            Files.delete(link);
        }
        assertThat(settled.accept(old(target.toFile()))).isTrue();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeIsLeftWhereItIs(@TempDir Path inbox) throws Exception {
        Path pipe = inbox.resolve("pipe.json");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        assertThat(settled.accept(old(pipe.toFile()))).isFalse();
    }

    @Test
    void aFileThatJavaCannotNameIsLeftAndNotTriedAgainAndAgain(@TempDir Path inbox) {
        assertThat(settled.accept(old(inbox.resolve("latin\uFFFD.json").toFile()))).isFalse();
        assertThat(settled.accept(old(inbox.resolve("gone.json").toFile()))).isTrue();
    }

    private static GenericFile<File> old(File path) {
        GenericFile<File> file = new GenericFile<>();
        file.setFile(path);
        file.setFileNameOnly(path.getName());
        file.setLastModified(NOW.minusSeconds(60).toEpochMilli());
        return file;
    }
}
