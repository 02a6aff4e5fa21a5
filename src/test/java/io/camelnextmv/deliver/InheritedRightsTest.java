package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.GroupCommit;
import io.camelnextmv.store.Modes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is delivered has the rights of what is created in its destination. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InheritedRightsTest {
    private static final int SETGID = 02000;
    @TempDir
    private Path home;
    private final AtomicPlacement placement = new AtomicPlacement(Durability.OS);
    private Path out;
    private Path outbox;

    @BeforeEach
    void make() throws IOException {
        out = Files.createDirectory(home.resolve("out"));
        outbox = Files.createDirectory(home.resolve("outbox"));
    }

    private static int group(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:gid");
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode") & 07777;
    }

    /** The outbox belongs to another group of ours; the superuser may take any. */
    private void handsDownAnotherGroup() throws Exception {
        Process id = new ProcessBuilder("id", "-G").start();
        String groups = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int own = group(out);
        int other = Arrays.stream(groups.split(" ")).mapToInt(Integer::parseInt).filter(group -> group != own)
                .findFirst().orElse(own + 4711);
        try {
            Files.setAttribute(outbox, "unix:gid", other);
        } catch (IOException e) {
            assumeThat(e).as("a user with one group").isNull();
        }
        Files.setAttribute(outbox, "unix:mode", SETGID | 0775);
    }

    /** By a default access control list, which shows in nothing of the folder itself: the mode of what is created there now. */
    private int handsDownOtherRights() throws Exception {
        try {
            assumeThat(new ProcessBuilder("setfacl", "-d", "-m", "g::rwx,o::-", outbox.toString()).start().waitFor())
                    .isZero();
        } catch (IOException e) {
            assumeThat(e).as("no setfacl here").isNull();
        }
        return mode(Files.createFile(outbox.resolve("as-created")));
    }

    @Test
    void aFileGetsTheGroupThatItsDestinationHandsDown() throws Exception {
        handsDownAnotherGroup();
        Path made = Files.writeString(out.resolve("output"), "{}");
        int mode = mode(made);

        placement.place(made, outbox.resolve("orders.json"), "t1");

        assertThat(group(outbox.resolve("orders.json"))).isEqualTo(group(outbox)).isNotEqualTo(group(out));
        assertThat(mode(outbox.resolve("orders.json"))).isEqualTo(mode);
        assertThat(FileTree.names(outbox)).containsExactly("orders.json");
        assertThat(FileTree.in(out)).isEmpty();
    }

    @Test
    void whatChangesBetweenTwoDeliveriesIsHeededByTheNextOne() throws Exception {
        placement.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("first.json"), "t1");
        int before = group(outbox);
        handsDownAnotherGroup();

        placement.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("second.json"), "t2");

        assertThat(group(outbox.resolve("first.json"))).isEqualTo(before);
        assertThat(group(outbox.resolve("second.json"))).isEqualTo(group(outbox)).isNotEqualTo(before);
    }

    @Test
    void aFolderInThePlaceOfAnotherIsLookedAtAnew() throws Exception {
        placement.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("first.json"), "t1");
        Files.move(outbox, home.resolve("old"));
        Files.createDirectory(outbox);
        handsDownAnotherGroup();

        placement.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("second.json"), "t2");

        assertThat(group(outbox.resolve("second.json"))).isEqualTo(group(outbox)).isNotEqualTo(group(out));
    }

    @Test
    void whatDoesNotShowInTheFolderIsHeededSomeSecondsLater() throws Exception {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
        AtomicPlacement later = new AtomicPlacement(Durability.OS, new GroupCommit(Durability.OS::sync), Durability.OS, Modes.AS_MADE,
                new InheritedRights(nanos::get), new ReentrantLock());
        later.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("first.json"), "t1");
        int expected = handsDownOtherRights();
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        later.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("second.json"), "t2");

        assertThat(mode(outbox.resolve("second.json"))).isEqualTo(expected);
    }

    @Test
    void aLookThatADeathBrokeOffLeavesNothing() throws Exception {
        placement.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("first.json"), "t1");
        Files.createDirectory(outbox.resolve(".t2.probe"));

        placement.place(Files.writeString(out.resolve("output"), "{}"), outbox.resolve("second.json"), "t2");

        assertThat(FileTree.names(outbox)).containsExactlyInAnyOrder("first.json", "second.json");
    }

    @Test
    void aFolderGetsItWithAllThatIsInIt() throws Exception {
        handsDownAnotherGroup();
        Path made = Files.createDirectories(out.resolve("output/deep"));
        Files.writeString(made.resolve("a.csv"), "a");

        placement.place(out.resolve("output"), outbox.resolve("orders"), "t1");

        for (Path path : FileTree.all(outbox.resolve("orders"))) {
            assertThat(group(path)).as(path.toString()).isEqualTo(group(outbox));
            assertThat(mode(path) & SETGID).as(path.toString()).isEqualTo(Files.isDirectory(path) ? SETGID : 0);
        }
        assertThat(outbox.resolve("orders/deep/a.csv")).hasContent("a");
        assertThat(FileTree.names(outbox)).containsExactly("orders");
    }

    @Test
    void onAnotherFileSystemFilesAndFoldersGetItToo() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeThat(Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(home))).isTrue();
        outbox = Files.createTempDirectory(memory, "nextmv-test-");
        try {
            handsDownAnotherGroup();
            Path file = Files.writeString(out.resolve("output"), "{}");
            Path folder = Files.createDirectory(out.resolve("folder"));
            Files.writeString(folder.resolve("a.csv"), "a");

            placement.place(file, outbox.resolve("orders.json"), "t1");
            placement.place(folder, outbox.resolve("orders"), "t2");

            for (String name : List.of("orders.json", "orders", "orders/a.csv")) {
                assertThat(group(outbox.resolve(name))).as(name).isEqualTo(group(outbox));
            }
            assertThat(outbox.resolve("orders/a.csv")).hasContent("a");
        } finally {
            Trees.delete(outbox);
        }
    }

    @Test
    void aCopyWithinTheDestinationGetsItWithAllThatIsInIt() throws Exception {
        handsDownAnotherGroup();
        Path folder = Files.createDirectories(out.resolve("folder/deep"));
        Files.writeString(folder.resolve("a.csv"), "a");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a.csv"));

        Trees.copyAsNew(out.resolve("folder"), outbox.resolve("orders"), Durability.OS);

        assertThat(group(outbox.resolve("orders/deep"))).isEqualTo(group(outbox));
        assertThat(group(outbox.resolve("orders/deep/a.csv"))).isEqualTo(group(outbox));
        assertThat(outbox.resolve("orders/deep/link")).isSymbolicLink();
    }

    @Test
    void whatTheDestinationDoesOtherwiseWithRightsIsHadByACopyThere() throws Exception {
        int expected = handsDownOtherRights();
        Path made = Files.writeString(out.resolve("output"), "{}");
        Path folder = Files.createDirectory(out.resolve("folder"));
        Files.writeString(folder.resolve("a.csv"), "a");

        placement.place(made, outbox.resolve("orders.json"), "t1");
        placement.place(folder, outbox.resolve("orders"), "t2");

        assertThat(mode(outbox.resolve("orders.json"))).isEqualTo(expected);
        assertThat(mode(outbox.resolve("orders/a.csv"))).isEqualTo(expected);
        assertThat(outbox.resolve("orders.json")).hasContent("{}");
        assertThat(made).doesNotExist();
    }

    @Test
    void aFileThatNobodyElseMayReadStaysSo() throws Exception {
        handsDownAnotherGroup();
        Path made = Files.writeString(out.resolve("input"), "{}");
        Files.setAttribute(made, "unix:mode", 0600);
        placement.place(made, outbox.resolve("orders.json"), "t1");
        assertThat(mode(outbox.resolve("orders.json"))).isEqualTo(0600);
    }

    @Test
    void theGroupIsThatOfTheOriginWhereTheDestinationHandsNoneDown() throws Exception {
        Path made = Files.writeString(out.resolve("output"), "{}");
        Map<String, Object> before = Files.readAttributes(made, "unix:gid,mode,ino");
        placement.place(made, outbox.resolve("orders.json"), "t1");
        assertThat(Files.readAttributes(outbox.resolve("orders.json"), "unix:gid,mode,ino")).as("a link, no copy")
                .isEqualTo(before);
    }
}
