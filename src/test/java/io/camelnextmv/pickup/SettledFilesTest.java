package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.component.file.GenericFile;
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
}
