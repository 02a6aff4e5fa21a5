package io.camelnextmv.payload;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.fixture.CutOff;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

class MultiFileTest extends GatewayTest {
    private static final String RESULT = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs/[^/]+";
    private static final Map<String, String> FILES = Map.of("input.json", SQUARE, "sub/cars.csv", "id\n1\n",
            "sub/ü.txt", "text");

    @Test
    void aFolderWithItsMarkerIsOneInputAndItsOutputIsAFolder() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        dropFolder(gateway, "orders", FILES);
        gateway.untilDone(1);

        assertThat(Archives.read(cloud.openInput(cloud.runs().get(0).id()).orElseThrow())).isEqualTo(
                new java.util.TreeMap<>(FILES));
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders");
        assertThat(gateway.outbox().resolve("orders/sub/cars.csv")).hasContent("id\n1\n");
        assertThat(gateway.outbox().resolve("orders/solution.json")).content().contains("tour");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        Path ticket = gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0));
        assertThat(ticket.resolve("input/orders/sub/cars.csv")).hasContent("id\n1\n");
        assertThat(GatewayFixture.names(ticket)).containsExactly("input", "ticket.json");
    }

    @Test
    void aFolderWithoutItsMarkerIsLeftAlone() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        Files.createDirectories(gateway.inbox().resolve("orders"));
        Files.writeString(gateway.inbox().resolve("orders/input.json"), SQUARE);
        gateway.drop("later.ready", "");
        gateway.drop("other.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("later.ready", "orders");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aFolderTakesItsSidecarWithIt() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.nextmv.yaml", "options: {depth: 7}\nformat: {output: json}\n");
        dropFolder(gateway, "orders", FILES);
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).options()).containsEntry("depth", "7");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void aTarballIsTakenAsItIs() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        byte[] archive = Archives.tar(FILES);

        gateway.drop("orders.tar.gz", archive, Instant.EPOCH);
        gateway.drop("others.tgz", archive, Instant.EPOCH);
        gateway.untilDone(2);

        assertThat(cloud.inputSha256(cloud.runs().get(0).id())).contains(LargeInputTest.sha256(archive));
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders", "others");
        assertThat(gateway.outbox().resolve("others/sub/ü.txt")).hasContent("text");
    }

    @Test
    void aZipIsRepacked() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.zip", Archives.zip(FILES), Instant.EPOCH);
        gateway.untilDone(1);

        assertThat(Archives.read(cloud.openInput(cloud.runs().get(0).id()).orElseThrow())).isEqualTo(
                new java.util.TreeMap<>(FILES));
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders");
    }

    @Test
    void anyOtherFileIsPackedAlone() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("Cars 2026.csv", "id\n1\n");
        gateway.untilDone(1);

        assertThat(Archives.read(cloud.openInput(cloud.runs().get(0).id()).orElseThrow()))
                .isEqualTo(Map.of("Cars 2026.csv", "id\n1\n"));
        assertThat(gateway.outbox().resolve("Cars 2026/Cars 2026.csv")).hasContent("id\n1\n");
    }

    @Test
    void theSettingsSayWhatInputsAndOutputsAre() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.format.input", "multi-file")
                .with("nextmv.format.output", "json").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(Archives.read(cloud.openInput(cloud.runs().get(0).id()).orElseThrow()))
                .isEqualTo(Map.of("orders.json", SQUARE));
        assertThat(gateway.outbox().resolve("orders.json")).content().contains("\"length\":4.0");
    }

    @Test
    void aTextIsUploadedAsItIs() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.format.input", "text").start();

        gateway.drop("model.lp", "min: x;\n");
        gateway.untilDone(1);

        assertThat(cloud.openInput(cloud.runs().get(0).id()).orElseThrow().readAllBytes()).asString()
                .isEqualTo("min: x;\n");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("model.lp");
    }

    @Test
    void aFolderThatIsThereAlreadyIsNotTouched() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Files.createDirectories(gateway.outbox().resolve("orders"));

        dropFolder(gateway, "orders", FILES);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("orders")).isEmptyDirectory();
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders",
                "orders." + cloud.runs().get(0).id());
    }

    @Test
    void brokenInputsEndInTheErrorsAndTheReportSaysWhy() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.archive.max-entries", "3").start();
        byte[] archive = Archives.tar(FILES);

        gateway.drop("half.tar.gz", Arrays.copyOf(archive, archive.length / 2), Instant.EPOCH);
        gateway.drop("cut.zip", Arrays.copyOf(Archives.zip(FILES), 100), Instant.EPOCH);
        gateway.drop("many.zip", Archives.zip(Map.of("a", "", "b", "", "c", "", "d", "")), Instant.EPOCH);
        gateway.drop("evil.zip", Archives.zip(Map.of("../evil", "x")), Instant.EPOCH);
        dropFolder(gateway, "empty", Map.of());
        gateway.untilDone(5);

        assertThat(error(gateway, "half")).contains("ends too early");
        assertThat(GatewayFixture.names(gateway.errors())).contains("cut.zip", "half.tar.gz", "empty");
        assertThat(error(gateway, "many")).contains("nextmv.archive.max-entries");
        assertThat(error(gateway, "evil")).contains("leads outside");
        assertThat(error(gateway, "empty")).contains("holds no file");
        assertThat(cloud.runs()).isEmpty();
        assertThat(cloud.requests(Endpoint.UPLOAD_URL)).isZero();
    }

    @Test
    void whatIsTooMuchIsRefusedBySizesAloneBeforeAnythingIsPacked() throws Exception {
        Path folder = Files.createDirectories(home.resolve("dropping/orders"));
        Files.writeString(folder.resolve("a.json"), SQUARE);
        Path csv = home.resolve("dropping/large.csv");
        try (var sparse = new java.io.RandomAccessFile(csv.toFile(), "rw")) {
            sparse.setLength(200L * 1024 * 1024 * 1024);
        }

        Packing packing = new Packing(new Tarball(10, 10), 2560L << 20);
        assertThatThrownBy(() -> packing.check(csv)).isInstanceOf(BadArchive.class)
                .hasMessageContaining("2.5 GiB (2684354560 bytes)");
        assertThatThrownBy(() -> packing.check(csv.getParent())).isInstanceOf(BadArchive.class)
                .hasMessageContaining("214748364903 bytes").hasMessageContaining("large.csv");
        packing.check(folder);
        Files.delete(csv);
    }

    @Test
    void aFolderOfHugeHolesEndsInTheErrorsAndFillsNoDisk() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path folder = Files.createDirectories(home.resolve("dropping/orders"));
        Files.writeString(folder.resolve("input.json"), SQUARE);
        try (var sparse = new java.io.RandomAccessFile(folder.resolve("hole.bin").toFile(), "rw")) {
            sparse.setLength(200L * 1024 * 1024 * 1024);
        }
        Files.move(folder, gateway.inbox().resolve("orders"));

        gateway.drop("orders.ready", "");
        gateway.untilDone(1);

        assertThat(error(gateway, "orders")).contains("214748364903 bytes")
                .contains("2.5 GiB").contains("nextmv.limit.unpacked").contains("hole.bin");
        assertThat(gateway.errors().resolve("orders/hole.bin").toFile()).hasSize(200L * 1024 * 1024 * 1024);
        assertThat(cloud.runs()).isEmpty();
        Files.delete(gateway.errors().resolve("orders/hole.bin"));
    }

    @Test
    void aFolderWithALinkEndsInTheErrorsWithAllItsFiles() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path folder = Files.createDirectories(home.resolve("dropping/orders"));
        Files.writeString(folder.resolve("input.json"), SQUARE);
        Files.createSymbolicLink(folder.resolve("secret"), Path.of("/etc/hostname"));
        Files.move(folder, gateway.inbox().resolve("orders"));

        gateway.drop("orders.ready", "");
        gateway.untilDone(1);

        assertThat(error(gateway, "orders")).contains("link").contains("secret");
        assertThat(gateway.errors().resolve("orders/input.json")).hasContent(SQUARE);
        assertThat(gateway.errors().resolve("orders/secret")).isSymbolicLink();
    }

    @Test
    void aBadOutputArchiveEndsInTheErrorsWithTheArchiveAndNothingIsWrittenOutside() throws Exception {
        Sandbox cloud = cloud(quick());
        byte[] evil = Archives.tar(tar -> {
            Archives.put(tar, "good.txt", "good");
            TarArchiveEntry link = new TarArchiveEntry("home", TarConstants.LF_SYMLINK);
            link.setLinkName("../../..");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
            Archives.put(tar, "home/evil.txt", "evil");
        });
        GatewayFixture gateway = withOutput(cloud, evil).start();

        dropFolder(gateway, "orders", FILES);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders", "orders.bad-output",
                "orders.error.json");
        assertThat(gateway.errors().resolve("orders.bad-output")).hasBinaryContent(evil);
        assertThat(error(gateway, "orders")).contains("link: home");
        assertThat(FileTree.all(home)).noneMatch(path -> path.endsWith("evil.txt"));
    }

    @Test
    void aBombEndsInTheErrors() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = withOutput(cloud, Archives.tar(Map.of("bomb", "0".repeat(2_000_000))))
                .with("nextmv.archive.max-bytes", "1000000").start();

        dropFolder(gateway, "orders", FILES);
        gateway.untilDone(1);

        assertThat(error(gateway, "orders")).contains("1000000 bytes");
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }

    @Test
    void anArchiveThatIsCutInTheMiddleIsDownloadedAgain() throws Exception {
        Sandbox cloud = cloud(quick());
        byte[] whole = Archives.tar(FILES);
        String half = new String(Arrays.copyOf(whole, whole.length / 2), StandardCharsets.ISO_8859_1);
        CutOff storage = closed(new CutOff(1, "HTTP/1.1 200 OK\r\nContent-Length: " + half.length() + "\r\n\r\n" + half));
        InFront front = closed(new InFront(cloud)).times(1, get(urlPathMatching(RESULT)).withQueryParam("format",
                equalTo("url")), okJson("{\"output\":{\"url\":\"" + storage.url() + "/x\"}}"));
        GatewayFixture gateway = gateway(front.url()).start();

        dropFolder(gateway, "orders", FILES);
        gateway.untilDone(1);

        assertThat(gateway.log().says("ends too early")).isTrue();
        assertThat(gateway.outbox().resolve("orders/sub/cars.csv")).hasContent("id\n1\n");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
    }

    private GatewayFixture withOutput(Sandbox cloud, byte[] archive) {
        InFront front = closed(new InFront(cloud));
        front.always(get(urlPathMatching(RESULT)).withQueryParam("format", equalTo("url")),
                okJson("{\"output\":{\"url\":\"" + front.url() + "/output\"}}"));
        front.always(get(urlPathEqualTo("/output")), aResponse().withBody(archive));
        return gateway(front.url());
    }

    private void dropFolder(GatewayFixture gateway, String name, Map<String, String> files) throws IOException {
        Path folder = Files.createDirectories(home.resolve("dropping").resolve(name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
        }
        Files.move(folder, gateway.inbox().resolve(name));
        gateway.drop(name + ".ready", "");
    }

    private static String error(GatewayFixture gateway, String stem) {
        JsonNode report = GatewayFixture.json(gateway.errors().resolve(stem + ".error.json"));
        return report.path("error").asText();
    }
}
