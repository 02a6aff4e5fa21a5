package io.camelnextmv.submit;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever lies beside an input, the input is run as it asks, or comes back with a line, or stays with a word. */
class SidecarsTest extends GatewayTest {
    private static final String SECRET = "nobody-may-see-this-7731";

    @Test
    void aBombOfAnyKindEndsInTheErrorsWithALineAndOthersGoOn() {
        Map<String, String> bombs = new LinkedHashMap<>();
        StringBuilder laughs = new StringBuilder("options:\n  a0: &a0 {x: 1, y: 2}\n");
        for (int i = 1; i < 15; i++) {
            laughs.append("  a%1$d: &a%1$d {x: *a%2$d, y: *a%2$d, z: *a%2$d}\n".formatted(i, i - 1));
        }
        bombs.put("laughs.json.nextmv.yaml", laughs.toString());
        bombs.put("itself.json.nextmv.yaml", "options: &o {a: *o}\n");
        bombs.put("deep.json.nextmv.yaml", "options: " + "{a: ".repeat(15_000));
        bombs.put("deeper.json.nextmv.json", "{\"options\":".repeat(5_000));
        bombs.put("large.json.nextmv.yml", "name: " + "x".repeat(300_000));
        bombs.put("names.json.nextmv.yaml", "options:\n  " + "k".repeat(60_000) + ": {a: 1, b: 2}\n");
        bombs.put("lines.json.nextmv.yaml", "instance-id: \"a\\nb\\e[2J\"\n");
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        bombs.forEach((sidecar, text) -> {
            gateway.drop(sidecar, text);
            gateway.drop(sidecar.replaceFirst("[.]nextmv.*", ""), SQUARE);
        });
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(bombs.size() + 1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("others.json");
        assertThat(cloud.runs()).hasSize(1);
        bombs.keySet().forEach(sidecar -> {
            String stem = sidecar.replaceFirst("[.]json[.]nextmv.*", "");
            JsonNode report = GatewayFixture.json(gateway.errors().resolve(stem + ".error.json"));
            assertThat(report.path("status").asText()).as(stem).isEqualTo("rejected");
            assertThat(report.path("error").asText()).as(stem).startsWith(sidecar + " cannot be used: ")
                    .hasSizeLessThan(1200).doesNotContain("\n", "\u001b");
            assertThat(gateway.errors().resolve(sidecar)).as("it comes back too").exists();
        });
        assertThat(gateway.log().says("unexpected")).isFalse();
    }

    @Test
    void oneThatHoldsNothingAsksForNothing() {
        List<String> nothing = List.of("", "\n", "# nothing yet\n", "---\n", "--- # nothing\n...\n", "null\n", "{}\n",
                "\uFEFF", "options:\nqueuing: {}\nname:\n");
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.options.a", "1").start();

        for (int i = 0; i < nothing.size(); i++) {
            gateway.drop("yaml-" + i + ".json.nextmv.yaml", nothing.get(i));
            gateway.drop("yaml-" + i + ".json", SQUARE);
        }
        gateway.drop("json.json.nextmv.json", "");
        gateway.drop("json.json", SQUARE);
        gateway.untilDone(nothing.size() + 1);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(nothing.size() + 1);
        assertThat(cloud.runs()).extracting(RunView::options).containsOnly(Map.of("a", "1"));
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void oneOfSeveralDocumentsIsRefused() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nextmv.yaml", "name: a\n---\nname: b\n");
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(error(gateway, "orders")).contains("more than one document");
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void nullAndEmptyAreNotGivenWhereverTheyStand() throws Exception {
        List<String> keys = List.of("application-id", "instance-id", "name", "description", "batch-experiment-id",
                "execution-class", "secrets-collection-id", "integration-id", "run-type", "definition-id", "input-id");
        StringBuilder yaml = new StringBuilder();
        keys.forEach(key -> yaml.append(key.replace('-', '_')).append(":\n"));
        yaml.append("queuing: {priority: null, disabled: ~, when_busy: ''}\nformat:\n  input:\n  output: Null\n"
                + "result: {status: , input: null, execution_duration: NULL}\n"
                + "options: {seed: null, empty: '', word: \"null\", a:\n}\n");
        String json = "{" + String.join(",", keys.stream().map(key -> "\"" + key.replace('-', '_') + "\": null").toList())
                + ", \"queuing\": null, \"format\": {\"input\": null}, \"result\": {\"output\": \"\"},"
                + " \"options\": {\"seed\": null, \"empty\": \"\", \"word\": \"null\"}}";
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.instance-id", "live").with("nextmv.options.a", "1")
                .with("nextmv.name", "run of {file}").with("nextmv.queuing.priority", "3").start();

        gateway.drop("yaml.json.nextmv.yaml", yaml.toString());
        gateway.drop("yaml.json", SQUARE);
        gateway.drop("json.json.nextmv.json", json);
        gateway.drop("json.json", SQUARE);
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(cloud.runs()).hasSize(2).allSatisfy(run -> {
            assertThat(run.instance()).isEqualTo("live");
            assertThat(run.priority()).isEqualTo(3);
            assertThat(run.options()).isEqualTo(Map.of("a", "1", "word", "null"));
        });
        assertThat(cloud.runs()).extracting(RunView::name).containsExactlyInAnyOrder("run of yaml.json",
                "run of json.json");
        for (var request : front.server().findAll(postRequestedFor(urlPathEqualTo("/v1/applications/routing/runs")))) {
            JsonNode sent = new ObjectMapper().readTree(request.getBodyAsString());
            assertThat(sent.fieldNames()).toIterable().containsExactlyInAnyOrder("name", "description", "input", "options",
                    "configuration");
            assertThat(sent.path("configuration").toString()).isEqualTo("{\"queuing\":{\"priority\":3}}");
        }
    }

    @Test
    void aNameThatIsNotKnownOrGivenTwiceIsToldThoughItHasNoValue() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("typo.json.nextmv.yaml", "instanceid:\n");
        gateway.drop("typo.json", SQUARE);
        gateway.drop("twice.json.nextmv.yaml", "queuing.priority: 1\nqueuing: {priority: 2}\n");
        gateway.drop("twice.json", SQUARE);
        gateway.untilDone(2);

        assertThat(error(gateway, "typo")).contains("instanceid is not known here");
        assertThat(error(gateway, "twice")).contains("queuing.priority is given twice");
    }

    @Test
    void itsEndingMayBeWrittenInManyWays() {
        List<String> endings = List.of(".nextmv.yml", ".nextmv.yaml", ".nextmv.json", ".NEXTMV.YML", ".Nextmv.Yaml",
                ".NEXTMV.json", ".nextmv.JSON", ".nextmv.YAML");
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        for (int i = 0; i < endings.size(); i++) {
            gateway.drop(i + ".json" + endings.get(i), "{\"options\": {\"way\": \"" + i + "\"}}");
            gateway.drop(i + ".json", SQUARE);
        }
        gateway.untilDone(endings.size());

        assertThat(cloud.runs()).hasSize(endings.size())
                .allSatisfy(run -> assertThat(run.options()).containsEntry("way", run.name().substring(0, 1)));
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void twoForOneInputAreRefusedWhateverTheyAreCalled() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nextmv.yml", "name: a\n");
        gateway.drop("orders.json.nextmv.yaml", "name: b\n");
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(error(gateway, "orders")).contains("only one of them can hold");
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("orders.error.json", "orders.json",
                "orders.json.nextmv.yaml", "orders.json.nextmv.yml");
    }

    @Test
    void oneWhoseEndingIsAMixOfLettersIsNeverAnInputAndIsToldOf() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nExTmV.yAmL", "name: a\n");

        gateway.untilLogged("orders.json.nExTmV.yAmL stays in the inbox");
        assertThat(cloud.runs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"orders.json, orders.json.nExTmV.yAmL", "orders.json, orders.json.NextMV.json",
        "orders.json, orders.json.nextmv.yAML", "case, case.nExtmv.yml"})
    void anInputWaitsForOneWhoseEndingIsAMixOfLettersUntilThatIsRenamed(String input, String sidecar) throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop(sidecar, sidecar.endsWith("json") ? "{\"name\": \"mine\"}" : "name: mine\n");
        boolean folder = !input.contains(".");
        if (folder) {
            Files.createDirectories(gateway.inbox().resolve(input));
            Files.writeString(gateway.inbox().resolve(input).resolve("a.txt"), "a");
        }
        gateway.drop(folder ? input + ".ready" : input, folder ? "" : SQUARE);
        gateway.drop("other.json", SQUARE);

        gateway.untilDone(1);
        gateway.untilLogged("the ending of what lies beside it and says how it is run mixes");
        assertThat(cloud.runs()).extracting(run -> run.name()).doesNotContain("mine").hasSize(1);
        Files.move(gateway.inbox().resolve(sidecar), gateway.inbox().resolve(sidecar.toLowerCase(Locale.ROOT)));

        gateway.untilDone(2);
        assertThat(cloud.runs()).extracting(run -> run.name()).contains("mine").hasSize(2);
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void oneThatIsNoFileKeepsItsInputInTheInboxUntilItIsAndIsNotFollowed() throws Exception {
        Path secret = Files.writeString(home.resolve("secret"), "name: " + SECRET + "\n");
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud);
        Files.createDirectories(gateway.inbox());
        Files.createSymbolicLink(gateway.inbox().resolve("link.json.nextmv.yaml"), secret);
        Files.createSymbolicLink(gateway.inbox().resolve("nowhere.json.nextmv.yml"), home.resolve("nothing"));
        Files.createDirectory(gateway.inbox().resolve("folder.json.nextmv.json"));
        new ProcessBuilder("mkfifo", gateway.inbox().resolve("pipe.json.NEXTMV.YAML").toString()).start().waitFor();
        Files.createSymbolicLink(gateway.inbox().resolve("alone.nextmv.yaml"),
                Files.writeString(home.resolve("managed"), "input-id: " + SECRET + "\n"));

        for (String name : List.of("link", "nowhere", "folder", "pipe")) {
            gateway.drop(name + ".json", SQUARE);
        }
        // All is there at the first look: what comes while it looks is told of with a minute between.
        gateway.start();
        gateway.untilLogged("what lies beside it and says how it is run is a link or a device");
        gateway.untilLogged("alone.nextmv.yaml stays in the inbox");
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("others.json");
        assertThat(GatewayFixture.names(gateway.inbox())).contains("link.json", "nowhere.json", "folder.json", "pipe.json");
        nobodySees(gateway);

        Files.delete(gateway.inbox().resolve("nowhere.json.nextmv.yml"));
        Path itself = Files.writeString(home.resolve("link.tmp"), "options: {a: 1}\n");
        Files.setLastModifiedTime(itself, FileTime.from(Instant.EPOCH));
        Files.move(itself, gateway.inbox().resolve("link.json.nextmv.yaml"), StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("link.json", "nowhere.json", "others.json");
        nobodySees(gateway);
    }

    @Test
    void anInputBesideALinkCanBeCanceledAndTheLinkStaysWhereItIs() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path secret = Files.writeString(home.resolve("secret"), "name: " + SECRET + "\n");
        Files.createDirectories(gateway.inbox());
        Path link = Files.createSymbolicLink(gateway.inbox().resolve("orders.json.nextmv.yaml"), secret);
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("what lies beside it and says how it is run is a link or a device");

        Files.createFile(home.resolve("control/cancel/orders.json"));
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.canceled())).containsExactly("orders.error.json", "orders.json");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        nobodySees(gateway);
    }

    @Test
    void aLinkThatIsCanceledByItsNameIsNotTaken() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path secret = Files.writeString(home.resolve("secret"), SECRET);
        Files.createDirectories(gateway.inbox());
        Files.createSymbolicLink(gateway.inbox().resolve("orders.json"), secret);

        Files.createFile(home.resolve("control/cancel/orders.json"));
        gateway.until("it is answered",
                () -> Files.exists(home.resolve("control/cancel/orders.json.error.json")));

        assertThat(gateway.inbox().resolve("orders.json")).isSymbolicLink();
        nobodySees(gateway);
    }

    @Test
    void aMarkerThatIsALinkMarksNothingAndAFolderThatHoldsLinksIsRefused() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path secret = Files.writeString(home.resolve("secret"), SECRET);
        Files.createDirectories(gateway.inbox().resolve("case"));
        Files.writeString(gateway.inbox().resolve("case/a.csv"), "a");
        Files.createSymbolicLink(gateway.inbox().resolve("case.ready"), secret);
        Files.createDirectories(gateway.inbox().resolve("linked/sub"));
        Files.writeString(gateway.inbox().resolve("linked/a.csv"), "a");
        Files.createSymbolicLink(gateway.inbox().resolve("linked/sub/b.csv"), secret);

        gateway.drop("linked.ready", "");
        gateway.untilDone(1);
        gateway.untilLogged("case.ready stays in the inbox");

        assertThat(error(gateway, "linked")).contains("sub/b.csv");
        assertThat(cloud.runs()).isEmpty();
        nobodySees(gateway);
    }

    @Test
    void byteOrderMarksOfAnyEncodingAreNoPartOfIt() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Instant old = Instant.EPOCH;
        int count = 0;
        for (var charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            gateway.drop(charset + ".json.nextmv.yaml", "\uFEFFoptions: {town: Zürich}\n".getBytes(charset), old);
            gateway.drop(charset + ".json", SQUARE);
            gateway.drop("alone-" + charset + ".nextmv.yaml", "\uFEFFinput-id: managed\n".getBytes(charset), old);
            count += 2;
        }
        gateway.drop("input.json", ("\uFEFF" + SQUARE).getBytes(StandardCharsets.UTF_8), old);

        gateway.untilDone(count + 1);

        assertThat(cloud.runs()).filteredOn(run -> run.name().startsWith("UTF"))
                .extracting(run -> run.options().get("town")).containsExactly("Zürich", "Zürich", "Zürich");
        assertThat(GatewayFixture.names(gateway.outbox())).contains("input.json");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void blanksWithoutEndDoNotHoldUpWhoLooksForManagedInputs() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        for (int i = 0; i < 20; i++) {
            gateway.drop("blanks-" + i + ".nextmv.yaml", "\n".repeat(60_000));
            gateway.drop("quotes-" + i + ".nextmv.yaml", "{\"' ,".repeat(10_000));
            gateway.drop("option-" + i + ".nextmv.yaml", "options:\n  input-id: 1\n");
        }
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("others.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.inbox())).hasSize(60);
    }

    @Test
    void oneInOneLineOfJsonNamesAManagedInputToo() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("nightly.nextmv.json", "{\"options\": {\"a\": 1}, \"input_id\": \"managed\"}");
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    private static String error(GatewayFixture gateway, String stem) {
        return GatewayFixture.json(gateway.errors().resolve(stem + ".error.json")).path("error").asText();
    }

    /** Links are not followed here either. */
    private void nobodySees(GatewayFixture gateway) {
        for (Path folder : List.of(gateway.errors(), gateway.outbox(), gateway.canceled(), gateway.archive(),
                gateway.work())) {
            assertThat(FileTree.texts(folder)).noneMatch(text -> text.contains(SECRET));
        }
        assertThat(gateway.log().says(SECRET)).isFalse();
    }
}
