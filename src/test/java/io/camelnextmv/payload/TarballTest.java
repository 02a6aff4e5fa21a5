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

    private void unpack(byte[] archive, Tarball limits) throws IOException {
        Path file = Files.write(home.resolve("archive"), archive);
        limits.unpack(file, Files.createDirectories(home.resolve("out")), Durability.OS);
    }

    /** A single header that claims a size, with nothing behind it. */
    private static byte[] raw(String name, char type, long size) throws IOException {
        byte[] header = new byte[512];
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, header, 0, name.length());
        System.arraycopy("0000644\0".getBytes(StandardCharsets.US_ASCII), 0, header, 100, 8);
        header[124] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            header[135 - i] = (byte) (size >>> 8 * i);
        }
        header[156] = (byte) type;
        System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 8);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII), 0, header, 148, 8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(header);
            gzip.write(new byte[1024]);
        }
        return bytes.toByteArray();
    }

    private static Stream<Path> files(Path folder) {
        return FileTree.files(folder).stream();
    }
}
