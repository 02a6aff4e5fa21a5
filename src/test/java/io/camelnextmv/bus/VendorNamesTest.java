package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What JMS and Kafka call things stands in one place each. */
class VendorNamesTest {
    private static final Pattern NAME = Pattern.compile(
            "\\b(JMS[A-Z]\\w+|_AMQ_\\w+|JMS_AMQ_\\w+|NATIVE_MESSAGE_ID|CamelJms\\w+|CamelKafka\\w+|kafka\\.[A-Z]{3}\\w*)");
    private static final Pattern ROOM = Pattern.compile(".*/camelnextmv/(jms|kafka)/.*");

    @Test
    void noHeaderOfABusIsNamedOutsideOfItsRoom() throws IOException {
        List<Path> elsewhere = Stream.of("src/main/java", "routes").map(Path::of)
                .flatMap(folder -> FileTree.files(folder).stream())
                .filter(file -> !ROOM.matcher(file.toString()).matches()).toList();

        assertThat(elsewhere).hasSizeGreaterThan(100).allSatisfy(file ->
                assertThat(NAME.matcher(Files.readString(file)).results().map(found -> found.group(1))).as("%s", file)
                        .isEmpty());
    }
}
