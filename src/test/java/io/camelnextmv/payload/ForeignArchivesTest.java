package io.camelnextmv.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that other programs made: GNU tar, Info-ZIP, 7-Zip, Python; see {@code src/test/resources/archives}. */
class ForeignArchivesTest {
    private static final Path ARCHIVES = Path.of("src", "test", "resources", "archives");
    private static final Tarball LIMITS = new Tarball(100, 10_000_000);
    private static final String CARS = "id\n1\n";

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"gnu-long.tar.gz", "pax.tar.gz", "ustar-prefix.tar.gz", "v7.tar.gz", "pax-global.tar.gz",
        "python-gnu.tar.gz", "python-pax.tar.gz", "two-members.tar.gz", "garbage-behind.tar.gz", "twice-packed.tar.gz",
        "not-packed.tar"})
    void aTarOfAnotherProgramIsUnpacked(String name) throws IOException {
        Map<String, String> files = unpacked(ARCHIVES.resolve(name));

        assertThat(files).containsEntry("sub/cars.csv", CARS).containsEntry("input.json", "{\"a\":1}");
        assertThat(Tarball.isIn(ARCHIVES.resolve(name))).isTrue();
        files.keySet().removeAll(java.util.Set.of("sub/cars.csv", "input.json"));
        switch (name) {
            case "gnu-long.tar.gz", "pax.tar.gz" -> assertThat(files).containsEntry("Kä.txt", "ü").hasSize(2)
                    .containsEntry("l".repeat(180) + "/" + "l".repeat(180) + ".txt", "long");
            case "ustar-prefix.tar.gz" -> assertThat(files).containsOnly(
                    Map.entry("p".repeat(90) + "/" + "p".repeat(90) + ".txt", "prefix"));
            case "python-gnu.tar.gz", "python-pax.tar.gz" -> assertThat(files).containsOnly(Map.entry("Kä.txt", "ü"));
            default -> assertThat(files).isEmpty();
        }
    }

    @Test
    void aFileWithHolesInAPortableTarHasThemFilledAndAnOldOneIsRefused() throws IOException {
        assertThat(unpacked(ARCHIVES.resolve("pax-sparse.tar.gz")).get("hole.bin")).hasSize(1024 * 1024 + 1).endsWith("\0x");
        assertThatThrownBy(() -> unpacked(ARCHIVES.resolve("gnu-sparse.tar.gz"))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("holes");
    }

    @Test
    void aHardLinkIsRefusedByItsName() {
        assertThatThrownBy(() -> unpacked(ARCHIVES.resolve("hard-link.tar.gz"))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("link: hard.json");
    }

    @Test
    void filesWhoseNamesCannotBeReadDoNotSilentlyBecomeOne() throws IOException {
        try {
            assertThat(unpacked(ARCHIVES.resolve("latin1-names.tar.gz"))).hasSize(2).containsValues("1", "2");
        } catch (BadArchive e) {
            assertThat(e).hasMessageContaining("two names that are one");
        }
    }

    @Test
    void whatIsSentAsItIsMustBeAGzippedTar() throws IOException {
        LIMITS.check(ARCHIVES.resolve("pax.tar.gz"), 10_000_000);
        assertThatThrownBy(() -> LIMITS.check(ARCHIVES.resolve("not-packed.tar"), 10_000_000)).isInstanceOf(BadArchive.class)
                .hasMessageContaining("not a gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"info-zip.zip", "7z.zip", "python.zip"})
    void aZipOfAnotherProgramIsRepackedUnderItsNames(String name) throws IOException {
        Map<String, String> files = repacked(ARCHIVES.resolve(name));

        assertThat(files).containsEntry("sub/cars.csv", CARS).containsEntry("Kä.txt", "ü");
        files.keySet().removeAll(java.util.Set.of("sub/cars.csv", "Kä.txt", "input.json"));
        assertThat(files).isEmpty();
    }

    @Test
    void namesOfWindowsAreReadInCodePage437AndNoFileIsLost() throws IOException {
        assertThat(repacked(ARCHIVES.resolve("windows-cp437.zip"))).isEqualTo(
                Map.of("Kä.csv", "0", "Kö.csv", "1", "Kü.csv", "2", "sub/dir.csv", "x"));
        assertThat(repacked(ARCHIVES.resolve("7z-local-names.zip"))).isEqualTo(Map.of("Kä.txt", "ü"));
    }

    @Test
    void namesOfAMacAreReadAsUtf8ThoughNothingSaysSo() throws IOException {
        assertThat(repacked(ARCHIVES.resolve("mac-utf8-without-flag.zip"))).isEqualTo(Map.of("Kä.csv", "0"));
    }

    @Test
    void streamedLargeAndOtherwisePackedFilesOfAZipAreRead() throws IOException {
        assertThat(repacked(ARCHIVES.resolve("python-streamed-zip64.zip"))).isEqualTo(
                Map.of("sub/cars.csv", CARS, "input.json", "{\"a\":1}"));
        assertThat(repacked(ARCHIVES.resolve("info-zip-streamed.zip"))).isEqualTo(Map.of("-", "{\"a\":1}"));
        assertThat(repacked(ARCHIVES.resolve("python-methods.zip"))).isEqualTo(
                Map.of("stored.txt", "s".repeat(100), "bzip2.txt", "b".repeat(100)));
        assertThat(repacked(ARCHIVES.resolve("7z-deflate64.zip"))).isEqualTo(Map.of("sub/cars.csv", CARS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "two-names.zip            | a name twice: a.csv",
        "composed.zip             | a name twice: K",
        "only-folders.zip         | holds no file",
        "empty.zip                | holds no file",
        "info-zip-link.zip        | a link: link",
        "info-zip-encrypted.zip   | encrypted: input.json",
        "7z-aes.zip               | encrypted: input.json",
        "python-lzma.zip          | packed in a way that is not known (method 14): l.txt"})
    void aZipThatCannotBeUsedIsRefusedWithALine(String name, String why) {
        assertThatThrownBy(() -> repacked(ARCHIVES.resolve(name))).isInstanceOf(BadArchive.class)
                .hasMessageContaining(why);
    }

    @Test
    void onePartOfSeveralIsRefused() throws IOException {
        byte[] zip = Files.readAllBytes(ARCHIVES.resolve("python.zip"));
        zip[zip.length - 18] = 2;

        assertThatThrownBy(() -> repacked(file(zip))).isInstanceOf(BadArchive.class).hasMessageContaining("one part");
    }

    @Test
    void aZipWithoutItsEndMayStillBeBeingWritten() throws IOException {
        byte[] zip = Files.readAllBytes(ARCHIVES.resolve("python.zip"));
        for (int length : new int[] {0, 4, zip.length / 2, zip.length - 1}) {
            assertThatThrownBy(() -> repacked(file(Arrays.copyOf(zip, length)))).as("%s bytes", length)
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aFileOfAZipThatIsNotWhatTheListSaysIsRefusedAndNeverTakenForAFaultOfTheDisk() throws IOException {
        byte[] zip = Archives.zip(Map.of("a.txt", "some text"));
        byte[] size = zip.clone();
        int list = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        size[list + 24]++;
        byte[] sum = zip.clone();
        sum[list + 16]++;
        byte[] packed = zip.clone();
        packed[35] ^= 0x7F;
        for (byte[] bad : new byte[][] {size, sum, packed}) {
            assertThatThrownBy(() -> repacked(file(bad))).isInstanceOf(BadArchive.class).hasMessageContaining("a.txt");
        }
    }

    @Test
    void aListOfTooManyEntriesOrOfEndlessNamesIsRefusedBeforeItIsInTheHeap() {
        TreeMap<String, String> many = new TreeMap<>();
        for (int i = 0; i < 101; i++) {
            many.put("file-" + i, "");
        }
        assertThatThrownBy(() -> repacked(file(Archives.zip(many)))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("more than 100 entries (nextmv.archive.max-entries)");
        TreeMap<String, String> names = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            names.put("n".repeat(60_000) + i, "");
        }
        assertThatThrownBy(() -> repacked(file(Archives.zip(names)))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("nextmv.archive.max-entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/evil", "a/../../evil", "..\\evil", "C:\\evil", "a\\..\\..\\evil"})
    void aNameOfAZipThatLeadsOutsideIsRefused(String name) {
        assertThatThrownBy(() -> repacked(file(Archives.zip(Map.of(name, "x"))))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("leads outside");
    }

    @Test
    void aFileAndAFolderOfOneNameAreRefusedAndSoIsANameOfTooManyBytes() {
        assertThatThrownBy(() -> repacked(file(Archives.zip(Map.of("a", "1", "a/b", "2"))))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("a file and a folder of one name: a");
        assertThatThrownBy(() -> repacked(file(Archives.zip(Map.of("ü".repeat(128), "1"))))).isInstanceOf(BadArchive.class)
                .hasMessageContaining("a name of 256 bytes");
    }

    @Provide
    Arbitrary<String> archives() {
        return Arbitraries.of("python.zip", "info-zip.zip", "7z.zip", "python-streamed-zip64.zip", "python-methods.zip",
                "7z-deflate64.zip", "not-packed.tar", "windows-cp437.zip");
    }

    @Property(tries = 200)
    void anyBytesCanBeAskedWhetherTheyAreAnArchive(@ForAll @net.jqwik.api.constraints.Size(min = 500, max = 600) byte[] bytes)
            throws IOException {
        Path own = Files.createTempFile("any", "bytes");
        try {
            assertThat(Tarball.isIn(Files.write(own, bytes))).isEqualTo(bytes[0] == 0x1f && bytes[1] == (byte) 0x8b);
        } finally {
            Files.delete(own);
        }
    }

    @Property(tries = 400)
    void whateverIsBrokenInAnArchiveItIsTheArchivesFault(@ForAll("archives") String name, @ForAll @IntRange(max = 2000) int at,
            @ForAll byte change, @ForAll boolean cut) throws IOException {
        Path own = Files.createTempDirectory("broken");
        byte[] archive = Files.readAllBytes(ARCHIVES.resolve(name));
        int where = at % archive.length;
        archive[where] ^= change;
        Path broken = Files.write(own.resolve("archive"), cut ? Arrays.copyOf(archive, where) : archive);
        try {
            if (name.endsWith(".zip")) {
                new Packing(LIMITS, 10_000_000).zip(broken, own.resolve("packed"));
            } else {
                LIMITS.unpack(broken, Files.createDirectories(own.resolve("out")), Durability.OS);
            }
        } catch (BadArchive e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (EOFException e) {
            assertThat(e).as("what ends too early").isNotNull();
        } finally {
            FileTree.delete(own);
        }
    }

    private Path file(byte[] bytes) {
        try {
            return Files.write(home.resolve("archive"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> unpacked(Path archive) throws IOException {
        Path out = Files.createDirectories(home.resolve("out"));
        LIMITS.unpack(archive, out, Durability.OS);
        Map<String, String> files = new TreeMap<>();
        for (Path file : FileTree.files(out)) {
            files.put(out.relativize(file).toString(), Files.readString(file));
        }
        return files;
    }

    private Map<String, String> repacked(Path zip) throws IOException {
        Path packed = home.resolve("packed.tar.gz");
        new Packing(LIMITS, 10_000_000).zip(zip, packed);
        return Archives.read(Files.newInputStream(packed));
    }
}
