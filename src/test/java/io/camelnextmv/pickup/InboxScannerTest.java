package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxScannerTest {
    private static final Duration SETTLE = Duration.ofSeconds(2);
    @TempDir
    private Path home;
    /** Of no meaning, as that of a JVM is, and about to overflow. */
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private InboxScanner scanner;
    private Path inbox;

    @org.junit.jupiter.api.BeforeEach
    void make() throws IOException {
        inbox = Files.createDirectory(home.resolve("inbox"));
        scanner = scanner();
    }

    private InboxScanner scanner() {
        return new InboxScanner(inbox, SETTLE, new IgnoredNames(List.of()), () -> nanos);
    }

    private List<String> after(Duration time) throws IOException {
        nanos += time.toNanos();
        return scanner.scan().stream().map(found -> found.file().getFileName().toString()).toList();
    }

    private List<String> settled() throws IOException {
        after(Duration.ZERO);
        return after(SETTLE);
    }

    private Path file(String name) throws IOException {
        return Files.writeString(inbox.resolve(name), "{}");
    }

    /** As a file server does whose clock is another one. */
    private static void append(Path file, Duration off) throws IOException {
        Files.writeString(file, " ", StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(off)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-5S", "PT5S", "PT-3H", "PT3H", "P-9000D", "P9000D"})
    void aFileThatGrowsIsLeftUntilItHasBeenTheSameForTheSettleTimeWhateverItsServersClockSays(Duration off)
            throws IOException {
        Path orders = file("orders.csv");
        for (int i = 0; i < 5; i++) {
            append(orders, off);
            assertThat(after(SETTLE)).isEmpty();
        }
        assertThat(after(SETTLE.minusMillis(1))).isEmpty();
        assertThat(after(Duration.ofMillis(1))).containsExactly("orders.csv");
    }

    @Test
    void aFileThatChangesWithoutGrowingOrGrowsWithoutANewTimeIsStillBeingWritten() throws IOException {
        Path orders = file("orders.json");
        FileTime time = Files.getLastModifiedTime(orders);
        assertThat(after(Duration.ZERO)).isEmpty();
        Files.setLastModifiedTime(orders, FileTime.from(time.toInstant().minusSeconds(1)));
        assertThat(after(SETTLE)).isEmpty();
        Files.writeString(orders, "{ }");
        Files.setLastModifiedTime(orders, FileTime.from(time.toInstant().minusSeconds(1)));
        assertThat(after(SETTLE)).isEmpty();
        assertThat(after(SETTLE)).containsExactly("orders.json");
    }

    @Test
    void whatIsRenamedOverAFileThatHadSettledSettlesAnewAndOnlyOnce() throws IOException {
        file("orders.json");
        assertThat(settled()).containsExactly("orders.json");
        Path other = Files.writeString(home.resolve("other"), "{\"new\":1}");
        Files.move(other, inbox.resolve("orders.json"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(after(Duration.ofHours(1))).isEmpty();
        assertThat(after(SETTLE)).containsExactly("orders.json");
    }

    @Test
    void aBurstSettlesAtTheSameTimeAndLaterFilesDoNotHoldItUp() throws IOException {
        for (int i = 0; i < 50; i++) {
            file("orders-" + i + ".json");
        }
        after(Duration.ZERO);
        file("late.json");
        assertThat(after(SETTLE)).hasSize(50).doesNotContain("late.json");
        assertThat(after(SETTLE)).hasSize(51);
    }

    @Test
    void aRestartBeginsAnew() throws IOException {
        file("orders.json");
        after(Duration.ZERO);
        nanos += SETTLE.toNanos();
        scanner = scanner();
        assertThat(after(Duration.ZERO)).isEmpty();
        assertThat(after(SETTLE)).containsExactly("orders.json");
    }

    @Test
    void aSidecarThatIsBeingWrittenKeepsItsInput() throws IOException {
        file("orders.json");
        Path sidecar = file("orders.json.nextmv.yaml");
        for (int i = 0; i < 3; i++) {
            append(sidecar, Duration.ofHours(-1));
            assertThat(after(SETTLE)).isEmpty();
        }
        assertThat(after(SETTLE)).containsExactly("orders.json");
        Files.delete(sidecar);
        assertThat(after(SETTLE)).as("what belongs to it has changed").isEmpty();
    }

    @Test
    void aSidecarThatComesRightBeforeItsInputIsTakenKeepsItToo() throws IOException {
        file("orders.json");
        settled();
        FoundFile found = scanner.scan().get(0);
        file("orders.json.nextmv.yaml");
        assertThat(scanner.isUnchanged(found)).isFalse();
        assertThat(settled()).containsExactly("orders.json");
    }

    @Test
    void aMarkerThatIsBeingWrittenAndAFolderThatIsBeingFilledKeepTheFolder() throws IOException {
        Path folder = Files.createDirectory(inbox.resolve("case"));
        Path marker = file("case.ready");
        after(Duration.ZERO);
        append(marker, Duration.ZERO);
        assertThat(after(SETTLE)).isEmpty();
        Files.writeString(folder.resolve("a.csv"), "a");
        Files.setLastModifiedTime(folder, FileTime.from(Instant.EPOCH));
        assertThat(after(SETTLE)).isEmpty();
        assertThat(after(SETTLE)).containsExactly("case.ready");
    }

    @Test
    void anEmptyFileIsGivenLongerToBeFilledButAnEmptyMarkerIsNot() throws IOException {
        Files.createFile(inbox.resolve("orders.csv"));
        Files.createFile(inbox.resolve("case.ready"));
        Files.createDirectory(inbox.resolve("case"));
        assertThat(settled()).containsExactly("case.ready");
        assertThat(after(SETTLE)).containsExactly("case.ready");
        assertThat(after(SETTLE.multipliedBy(3))).containsExactlyInAnyOrder("case.ready", "orders.csv");
    }

    @Test
    void theOldestAreKeptInABoundedNumberAndTheOthersComeWhenThoseAreTaken() throws IOException {
        int more = 300;
        for (int i = 0; i < InboxLook.MOST + more; i++) {
            Path file = Files.writeString(inbox.resolve("orders-" + i * 7919 % 10_007), "1");
            Files.setLastModifiedTime(file, FileTime.fromMillis(i * 1000L));
        }
        after(Duration.ZERO);
        nanos += SETTLE.toNanos();
        List<FoundFile> first = scanner.scan();
        assertThat(first).extracting(found -> found.stamp().modified()).containsExactlyElementsOf(
                IntStream.range(0, InboxLook.MOST).mapToObj(i -> FileTime.fromMillis(i * 1000L)).toList());

        for (FoundFile found : first) {
            Files.delete(found.file());
        }
        assertThat(settled()).hasSize(more);
    }

    @Test
    void whatIsNoInputTakesNoPlaceOfOne() throws IOException {
        Files.createDirectory(inbox.resolve("real"));
        for (int i = 0; i < InboxLook.MOST; i++) {
            String name = switch (i % 5) {
                case 0 -> "x" + i + ".nextmv.json";
                case 1 -> i + ".ready";
                case 2 -> i + ".error.json";
                case 3 -> i + ".partial";
                default -> "." + i;
            };
            Path file = Files.writeString(inbox.resolve(name), REPORT);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        }
        file("orders.json");
        assertThat(settled()).containsExactly("orders.json");
    }

    private static final String REPORT = """
            {"file": "a", "ticket": "20260101-000000-abcd-0001", "application_id": "a", "instance_id": null,
             "run_id": null, "status": "rejected", "error": "x", "what_to_do": "y"}""";

    @Test
    void aLinkIsLeftWhereItIsWhateverItLeadsToAndSoIsWhatHasALinkBesideIt() throws IOException {
        Files.writeString(home.resolve("secret.nextmv.yaml"), "input-id: x");
        Path folder = Files.createDirectory(home.resolve("folder"));
        Files.createSymbolicLink(inbox.resolve("to-a-file.json"), home.resolve("secret.nextmv.yaml"));
        Files.createSymbolicLink(inbox.resolve("to-nothing.json"), Path.of("nowhere"));
        Files.createSymbolicLink(inbox.resolve("to-itself.json"), Path.of("to-itself.json"));
        Files.createSymbolicLink(inbox.resolve("to-the-inbox"), inbox);
        Files.createSymbolicLink(inbox.resolve("linked"), folder);
        file("linked.ready");
        Files.createDirectory(inbox.resolve("case"));
        Files.createSymbolicLink(inbox.resolve("case.ready"), home.resolve("secret.nextmv.yaml"));
        Files.createSymbolicLink(inbox.resolve("alone.nextmv.yaml"), home.resolve("secret.nextmv.yaml"));
        file("orders.json");
        Files.createSymbolicLink(inbox.resolve("orders.json.nextmv.yaml"), home.resolve("secret.nextmv.yaml"));
        file("target.json");

        try (CapturedLog log = CapturedLog.ofThisThread()) {
            assertThat(settled()).containsExactly("target.json");
            assertThat(log.says("a link or a device is not read")).isTrue();
            assertThat(log.says("orders.json stays in the inbox")).isTrue();
        }
    }

    @Test
    void theInboxItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("link"), inbox);
        file("orders.json");
        scanner = new InboxScanner(link, SETTLE, new IgnoredNames(List.of()), () -> nanos);
        assertThat(settled()).containsExactly("orders.json");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeIsLeftWhereItIs() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("pipe.json").toString()).start().waitFor()).isZero();
        assertThat(settled()).isEmpty();
    }

    @Test
    void aFileThatWasSwappedAfterItHadSettledIsNotTaken() throws IOException {
        Path orders = file("orders.json");
        settled();
        FoundFile found = scanner.scan().get(0);
        assertThat(scanner.isUnchanged(found)).isTrue();
        append(orders, Duration.ZERO);
        assertThat(scanner.isUnchanged(found)).isFalse();
        Files.delete(orders);
        assertThat(scanner.isUnchanged(found)).isFalse();
        Files.createSymbolicLink(orders, home.resolve("inbox"));
        assertThat(scanner.isUnchanged(found)).isFalse();
    }

    @Test
    void whatStaysIsToldOnceAndThenOnceADayWithItsNumber() throws IOException {
        try (CapturedLog log = CapturedLog.ofThisThread()) {
            Files.createSymbolicLink(inbox.resolve("first.json"), home);
            for (int i = 0; i < 1000; i++) {
                after(Duration.ofSeconds(1));
            }
            assertThat(log.lines()).singleElement().asString().contains("first.json stays in the inbox");
            for (int i = 0; i < 2000; i++) {
                Files.createSymbolicLink(inbox.resolve("more-" + i), home);
            }
            after(Duration.ofSeconds(1));
            after(Duration.ofMinutes(5));
            assertThat(log.lines()).hasSize(2).last().asString().contains("and 1").contains(" more stay");
            after(Duration.ofDays(1));
            after(Duration.ofSeconds(1));
            assertThat(log.lines()).hasSize(3).last().asString().contains("still stay").contains("and 1998 more");
        }
    }

    @Test
    void anUnfinishedNameIsWorthAWordOnlyWhenItStays() throws IOException {
        try (CapturedLog log = CapturedLog.ofThisThread()) {
            file("orders.json.filepart");
            after(Duration.ZERO);
            after(Duration.ofMinutes(9));
            assertThat(log.lines()).isEmpty();
            after(Duration.ofMinutes(2));
            assertThat(log.lines()).singleElement().asString().contains("orders.json.filepart stays")
                    .contains("nextmv.inbox.ignore");
        }
    }
}
