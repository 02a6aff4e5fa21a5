package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarballTest {
    private static final Tarball LIMITS = new Tarball(100, 10_000);

    @TempDir
    private Path home;

    @Test
    void filesComeOutUnderTheirNames() throws Exception {
        String deep = "a/".repeat(60) + "ü ber.txt";
        unpack(Archives.tar(Map.of("one.csv", "1", "./two/two.csv", "22", deep, "deep")), LIMITS);

        assertThat(home.resolve("out/one.csv")).hasContent("1");
        assertThat(home.resolve("out/two/two.csv")).hasContent("22");
        assertThat(home.resolve("out").resolve(deep)).hasContent("deep");
    }

    @Test
    void ofTwoFilesOfOneNameTheLaterOneHolds() throws Exception {
        unpack(Archives.tar(tar -> {
            Archives.put(tar, "a", "long long ago");
            Archives.put(tar, "a", "now");
        }), LIMITS);

        assertThat(home.resolve("out/a")).hasContent("now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/evil", "a/../../evil", "..", "a/..", "\\evil", "..\\evil", "C:\\evil", "C:evil",
        "a\\..\\..\\evil", "./../evil"})
    void aNameThatLeadsOutsideIsRefusedAndNothingIsWrittenThere(String name) throws Exception {
        assertThatThrownBy(() -> unpack(Archives.tar(Map.of(name, "x")), LIMITS)).isInstanceOf(BadArchive.class)
                .hasMessageContaining("leads outside");
        assertThat(files(home)).allMatch(file -> file.startsWith(home.resolve("out"))
                || file.equals(home.resolve("archive")));
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK})
    void aLinkIsRefused(byte type) {
        assertThatThrownBy(() -> unpack(Archives.tar(tar -> {
            TarArchiveEntry link = new TarArchiveEntry("passwd", type);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            Archives.put(tar, "passwd", "overwritten");
        }), LIMITS)).isInstanceOf(BadArchive.class).hasMessageContaining("link");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void aDeviceIsRefused(byte type) {
        assertThatThrownBy(() -> unpack(Archives.tar(tar -> {
            tar.putArchiveEntry(new TarArchiveEntry("device", type));
            tar.closeArchiveEntry();
        }), LIMITS)).isInstanceOf(BadArchive.class).hasMessageContaining("device");
    }

    @Test
    void tooManyEntriesAreRefused() {
        assertThatThrownBy(() -> unpack(Archives.tar(tar -> {
            for (int i = 0; i <= 100; i++) {
                Archives.put(tar, "file-" + i, "");
            }
        }), LIMITS)).isInstanceOf(BadArchive.class).hasMessageContaining("nextmv.archive.max-entries");
    }

    @Test
    void tooManyBytesAreRefusedAsSoonAsTheyAreMet() {
        assertThatThrownBy(() -> unpack(Archives.tar(Map.of("bomb", "x".repeat(10_001))), LIMITS))
                .isInstanceOf(BadArchive.class).hasMessageContaining("nextmv.archive.max-bytes");
        assertThat(home.resolve("out/bomb").toFile().length()).isLessThanOrEqualTo(10_000);
    }

    @Test
    void aNameOfMegabytesIsNotReadIntoTheHeap() {
        assertThatThrownBy(() -> unpack(raw("././@LongLink", 'L', 1L << 33), LIMITS)).isInstanceOf(BadArchive.class)
                .hasMessageContaining("a name of 8589934592 bytes");
        assertThatThrownBy(() -> unpack(raw("pax", 'x', 70_000), LIMITS)).isInstanceOf(BadArchive.class)
                .hasMessageContaining("a name of 70000 bytes");
    }

    @Test
    void aFileInThePlaceOfAFolderIsRefused() {
        assertThatThrownBy(() -> unpack(Archives.tar(tar -> {
            Archives.put(tar, "a/b", "1");
            Archives.put(tar, "a", "2");
        }), LIMITS)).isInstanceOf(BadArchive.class).hasMessageContaining("one name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/"})
    void aFileOrFolderInThePlaceOfAFileThatOthersNeedAsAFolderIsRefused(String second) {
        assertThatThrownBy(() -> unpack(Archives.tar(tar -> {
            Archives.put(tar, "a", "1");
            if (second.endsWith("/")) {
                tar.putArchiveEntry(new TarArchiveEntry(second));
                tar.closeArchiveEntry();
            } else {
                Archives.put(tar, "a/b", "2");
            }
        }), LIMITS)).isInstanceOf(BadArchive.class).hasMessageContaining("one name: a");
    }

    @Test
    void aNameIsCountedInBytesBeforeTheDiskIsAsked() throws Exception {
        unpack(Archives.tar(Map.of("ü".repeat(127) + "x", "fits")), LIMITS);
        assertThat(home.resolve("out").resolve("ü".repeat(127) + "x")).hasContent("fits");
        assertThatThrownBy(() -> unpack(Archives.tar(Map.of("ü".repeat(128), "x")), LIMITS))
                .isInstanceOf(BadArchive.class).hasMessageContaining("a name of 256 bytes");
        assertThatThrownBy(() -> unpack(Archives.tar(Map.of("d/".repeat(2048) + "x", "x")), LIMITS))
                .isInstanceOf(BadArchive.class).hasMessageContaining("a path of 4097 bytes");
    }

    @Test
    void namesThatAreOneOnThisFileSystemAreRefusedAndNothingIsLostSilently() throws Exception {
        try (FileSystem mac = Jimfs.newFileSystem(Configuration.osX())) {
            Path archive = Files.write(mac.getPath("/archive"), Archives.tar(tar -> {
                Archives.put(tar, "Cars.csv", "1");
                Archives.put(tar, "cars.csv", "2");
            }));
            Path out = Files.createDirectory(mac.getPath("/out"));
            assertThatThrownBy(() -> LIMITS.unpack(archive, out, Durability.OS)).isInstanceOf(BadArchive.class)
                    .hasMessageContaining("two names that are one here: cars.csv");
        }
        unpack(Archives.tar(tar -> {
            Archives.put(tar, "Cars.csv", "1");
            Archives.put(tar, "cars.csv", "2");
        }), LIMITS);
        assertThat(home.resolve("out/Cars.csv")).hasContent("1");
        assertThat(home.resolve("out/cars.csv")).hasContent("2");
    }

    @Test
    void aFullDiskIsNotTheArchivesFault() throws Exception {
        try (FileSystem small = Jimfs.newFileSystem(Configuration.unix().toBuilder().setBlockSize(512).setMaxSize(4096).build())) {
            Path archive = Files.write(home.resolve("archive"), Archives.tar(Map.of("a", "x".repeat(9_000))));
            Path out = Files.createDirectory(small.getPath("/out"));
            assertThatThrownBy(() -> LIMITS.unpack(archive, out, Durability.OS)).isInstanceOf(IOException.class)
                    .isNotInstanceOf(BadArchive.class);
        }
    }

    @Test
    void aNameThatTheFileSystemRefusesWhileItTakesOthersIsTheArchivesFault() throws Exception {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path archive = Files.write(home.resolve("archive"), Archives.tar(Map.of("a<b>?.csv", "1")));
            Path out = Files.createDirectory(windows.getPath("C:\\out"));
            assertThatThrownBy(() -> LIMITS.unpack(archive, out, Durability.OS)).isInstanceOf(BadArchive.class)
                    .hasMessageContaining("cannot be a file's: a<b>");
        }
    }

    @Test
    void whatAPersonReadsOfANameIsShortAndSteersNoTerminal() {
        assertThatThrownBy(() -> unpack(Archives.tar(Map.of("\u001b[31m" + "n".repeat(300), "x")), LIMITS))
                .isInstanceOf(BadArchive.class).message().hasSizeLessThan(300).contains("?[31mnnn").doesNotContain("\u001b");
    }

    @Test
    void whatEndsTooEarlyIsToldFromWhatIsBroken() {
        byte[] whole = Archives.tar(Map.of("a", "some text ".repeat(500), "b", "more"));
        for (int length : new int[] {5, whole.length / 2, whole.length - 4}) {
            assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, length), LIMITS)).as("%s bytes", length)
                    .isInstanceOf(EOFException.class);
        }
        assertThatThrownBy(() -> unpack("PK no tar at all".getBytes(StandardCharsets.UTF_8), LIMITS))
                .isInstanceOf(BadArchive.class);
        byte[] broken = whole.clone();
        broken[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> unpack(broken, LIMITS)).isInstanceOf(BadArchive.class);
    }

    @Test
    void aGzipOfSomethingElseIsRefused() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("id,value\n1,2\n".repeat(100).getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> unpack(bytes.toByteArray(), LIMITS)).isInstanceOf(BadArchive.class);
    }

    @Test
    void anArchiveWithoutAFileIsNoInput() throws Exception {
        Path archive = Files.write(home.resolve("archive"), Archives.tar(Map.of()));
        assertThatThrownBy(() -> LIMITS.check(archive, 10_000)).isInstanceOf(BadArchive.class)
                .hasMessageContaining("holds no file");
    }

    @Test
    void whatAnInputWouldHoldIsCountedOnlyAsFarAsItMay() throws Exception {
        byte[] exactly = Archives.tar(Map.of("a", "x".repeat(6000), "b", "x".repeat(4000)));
        byte[] more = Archives.tar(Map.of("a", "x".repeat(6000), "b", "x".repeat(4001)));
        LIMITS.check(Files.write(home.resolve("archive"), exactly), 10_000);

        assertThatThrownBy(() -> LIMITS.check(Files.write(home.resolve("archive"), more), 10_000))
                .isInstanceOf(TooLarge.class).hasMessageContaining("at least 10001 bytes")
                .hasMessageContaining("at most 10000 bytes").hasMessageContaining("nextmv.limit.unpacked");
    }

    /** A file, a link, a folder: what is skipped must be unpacked too. */
    @ParameterizedTest
    @ValueSource(chars = {'0', '2', '5', '7'})
    void aHeaderThatSaysMoreThanMayBeIsBelievedBeforeAnythingIsUnpacked(char type) throws Exception {
        Path archive = Files.write(home.resolve("archive"), raw("bomb", type, 1L << 50));

        assertThatThrownBy(() -> LIMITS.check(archive, 10_000)).isInstanceOf(TooLarge.class)
                .hasMessageContaining("" + (1L << 50));
    }

    @Test
    void anArchiveOfNothingButNamesEndsToo() throws Exception {
        ByteArrayInputStream names = new ByteArrayInputStream(Archives.bytes(tar -> {
            for (int i = 0; i < 100; i++) {
                Archives.put(tar, "file-" + i, "");
            }
        }));

        assertThatThrownBy(() -> new TarGuard(names, 20_000).readAllBytes()).isInstanceOf(BadArchive.class)
                .hasMessageContaining("more around its files");
    }

    static Stream<Arguments> smallOnesThatFillTheHeap() throws IOException {
        byte[] plain = RawTar.file("plain", '0', "x");
        byte[] end = new byte[1024];
        byte[] longName = RawTar.file("././@LongLink", 'L', "n".repeat(10 * 1024 * 1024));
        return Stream.of(
                Arguments.of("a map of holes in the file's own content", gzip(RawTar.file("pax", 'x',
                        RawTar.attribute("GNU.sparse.major", "1") + RawTar.attribute("GNU.sparse.minor", "0")
                        + RawTar.attribute("GNU.sparse.name", "holes") + RawTar.attribute("GNU.sparse.realsize", "1")),
                        RawTar.file("holes", '0', "1000000\n" + "0\n0\n".repeat(1_000_000)), end)),
                Arguments.of("a size that the attributes say, and another one in the header", gzip(
                        RawTar.file("pax", 'x', RawTar.attribute("size", "0")), RawTar.header("hidden", '0', 1L << 30), longName,
                        plain, end)),
                Arguments.of("a folder that says it has a content", gzip(RawTar.header("folder", '5', 1L << 20), longName,
                        plain, end)),
                Arguments.of("a folder by its name that says it has a content", gzip(RawTar.header("folder/", '0', 1L << 20), longName,
                        plain, end)),
                Arguments.of("a long name that is called as a folder is", gzip(RawTar.header("folder/", 'L', 60_000), longName,
                        plain, end)),
                Arguments.of("a long name that is called nothing", gzip(RawTar.header("", 'L', 60_000), longName, plain, end)),
                Arguments.of("attributes for all files, again and again", gzip(RawTar.repeated(100, i -> RawTar.file("pax", 'g',
                        RawTar.attribute("key-" + i, "v".repeat(60_000))), plain), end)),
                Arguments.of("attributes for all files in a row", gzip(RawTar.repeated(100, i -> RawTar.file("pax", 'g',
                        RawTar.attribute("key-" + i, "v".repeat(60_000)))), plain, end)),
                Arguments.of("names upon names", gzip(RawTar.repeated(20_000, i -> RawTar.file("././@LongLink", 'L', "n")), plain,
                        end)),
                Arguments.of("attributes upon attributes", gzip(RawTar.repeated(20_000, i -> RawTar.file("pax", 'x',
                        RawTar.attribute("a", "b"))), plain, end)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smallOnesThatFillTheHeap")
    void whatTheHeapWouldHoldIsBounded(String what, byte[] archive) throws Exception {
        Path file = Files.write(home.resolve("archive"), archive);
        Path out = Files.createDirectories(home.resolve("out"));
        Tarball large = new Tarball(1000, 1L << 40);

        assertThatThrownBy(() -> large.check(file, 1L << 40)).isInstanceOf(BadArchive.class);
        assertThatThrownBy(() -> large.unpack(file, out, Durability.OS)).isInstanceOf(BadArchive.class);
    }

    /** Each is a call of its own to who parses it. */
    @Test
    void aFileOfVeryManyHolesIsRefused() throws Exception {
        int holes = 15_000;
        StringBuilder map = new StringBuilder(holes + "\n");
        for (int i = 0; i < holes; i++) {
            map.append(2 * i).append("\n1\n");
        }
        map.append("\0".repeat(512 - map.length() % 512));
        byte[] archive = gzip(RawTar.file("pax", 'x', RawTar.attribute("GNU.sparse.major", "1")
                + RawTar.attribute("GNU.sparse.minor", "0") + RawTar.attribute("GNU.sparse.name", "holes")
                + RawTar.attribute("GNU.sparse.realsize", "" + 2 * holes)),
                RawTar.file("holes", '0', map + "x".repeat(holes)), new byte[1024]);
        Path file = Files.write(home.resolve("archive"), archive);

        try {
            new Tarball(10, 1_000_000).unpack(file, Files.createDirectories(home.resolve("out")), Durability.OS);
            assertThat(home.resolve("out/holes")).hasSize(2 * holes);
        } catch (BadArchive e) {
            assertThat(e).hasMessageContaining("holes");
        }
    }

    @Test
    void aSizeThatOnlyTheAttributesSayHolds() throws Exception {
        unpack(gzip(RawTar.file("pax", 'x', RawTar.attribute("size", "5000") + RawTar.attribute("path", "renamed")),
                RawTar.sized("large", '0', 0, "x".repeat(5000)), RawTar.file("next", '0', "1"), new byte[1024]), LIMITS);

        assertThat(home.resolve("out/renamed")).hasSize(5000);
        assertThat(home.resolve("out/next")).hasContent("1");
    }

    private void unpack(byte[] archive, Tarball limits) throws IOException {
        Path file = Files.write(home.resolve("archive"), archive);
        limits.unpack(file, Files.createDirectories(home.resolve("out")), Durability.OS);
    }

    /** A single header that claims a size, with nothing behind it. */
    private static byte[] raw(String name, char type, long size) throws IOException {
        return gzip(RawTar.header(name, type, size), new byte[1024]);
    }

    private static byte[] gzip(byte[]... parts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (byte[] part : parts) {
                gzip.write(part);
            }
        }
        return bytes.toByteArray();
    }

    private static Stream<Path> files(Path folder) {
        return FileTree.files(folder).stream();
    }
}
