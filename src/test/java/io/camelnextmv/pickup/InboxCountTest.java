package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxCountTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final IgnoredNames IGNORED = new IgnoredNames(List.of("*.bak"));
    @TempDir
    private Path folder;

    private void file(String name, int seconds) throws IOException {
        Files.setLastModifiedTime(Files.createFile(folder.resolve(name)), FileTime.from(LONG_AGO.plusSeconds(seconds)));
    }

    @Test
    void onlyInputsCountAndTheOldestOfThemTellsTheAge() throws IOException {
        for (String name : List.of(".hidden", "half.json.part", "old.json.nextmv.yaml", "mine.bak")) {
            file(name, 0);
        }
        file("new.json", 60);
        file("old.json", 30);
        file("alone.nextmv.json", 40);
        Files.createDirectory(folder.resolve("many files"));

        assertThat(InboxCount.of(folder, IGNORED, 100))
                .isEqualTo(new InboxCount(3, false, Optional.of(LONG_AGO.plusSeconds(30))));
        assertThat(InboxCount.of(folder.resolve("many files"), IGNORED, 100)).isEqualTo(InboxCount.NONE);
    }

    @Test
    void ofMoreThanSoManyItSaysThatThereAreMore() throws IOException {
        for (int i = 0; i < 4; i++) {
            file("in-" + i + ".json", i);
        }

        assertThat(InboxCount.of(folder, IGNORED, 4)).isEqualTo(new InboxCount(4, false, Optional.of(LONG_AGO)));
        assertThat(InboxCount.of(folder, IGNORED, 3)).satisfies(counted -> {
            assertThat(counted.count()).isEqualTo(3);
            assertThat(counted.more()).isTrue();
        });
    }

    @Test
    void ofSeveralInboxesTheOldestOfAllIsTold() {
        InboxCount one = new InboxCount(2, false, Optional.of(LONG_AGO.plusSeconds(5)));
        InboxCount other = new InboxCount(3, true, Optional.of(LONG_AGO));

        assertThat(one.and(other)).isEqualTo(new InboxCount(5, true, Optional.of(LONG_AGO))).isEqualTo(other.and(one));
        assertThat(one.and(InboxCount.NONE)).isEqualTo(one);
        assertThat(InboxCount.NONE.and(one)).isEqualTo(one);
    }

    @Test
    void whatIsNotThereIsNoEmptyInbox() {
        assertThatThrownBy(() -> InboxCount.of(folder.resolve("away"), IGNORED, 10)).isInstanceOf(NoSuchFileException.class);
    }
}
