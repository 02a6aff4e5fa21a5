package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.deliver.Redrive.Outcome;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.FolderInput;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedriveTest {
    private static final String TICKET = "20260101-000000-dead-0001";
    private static final String SIDECAR = "name: mine\n";
    private static final ObjectMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    @TempDir
    private Path base;

    /** The power goes. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What came back, in the ways in which it does. */
    private enum Shape {
        A_FILE("orders.json", "orders", ""),
        WITH_A_SIDECAR("orders.json", "orders", ".nextmv.yaml"),
        RENAMED("orders.json", "orders.devint-abc", ".nextmv.json"),
        WITHOUT_AN_ENDING("orders", "orders", ".NEXTMV.YML"),
        PACKED("case.tar.gz", "case.devint-abc", ""),
        A_FOLDER("case.v2", "case.v2", ".nextmv.yaml"),
        A_RENAMED_FOLDER("case", "case.devint-abc", ""),
        A_MANAGED_INPUT("monday.nextmv.yaml", "monday", ""),
        LINKED_TO_THE_ARCHIVE("large.json", "large", ".nextmv.yaml");

        private final String file;
        private final String stem;
        private final String sidecar;

        Shape(String file, String stem, String sidecar) {
            this.file = file;
            this.stem = stem;
            this.sidecar = sidecar;
        }

        boolean isFolder() {
            return name().contains("FOLDER");
        }

        String inErrors() {
            return isFolder() ? stem : Names.of(file).file(stem);
        }
    }

    /** Folders of a gateway, and one that takes what is in the inbox. */
    private final class Site {
        private final Path inbox;
        private final Path errors;
        private final Path home;
        private final List<Map<String, String>> runs = new ArrayList<>();

        Site(Path home, Path inbox, Path errors) throws IOException {
            this.home = home;
            this.inbox = inbox;
            this.errors = errors;
            for (Path folder : List.of(inbox, errors, home.resolve("work"), home.resolve("archive"),
                    home.resolve("canceled"), home.resolve("taken"))) {
                Files.createDirectories(folder);
            }
        }

        Site(String name) throws IOException {
            this(base.resolve(name), base.resolve(name).resolve("inbox"), base.resolve(name).resolve("errors"));
        }

        Path archived(String name) {
            return home.resolve("archive").resolve(TICKET).resolve(name);
        }

        void fill(Shape shape) throws IOException {
            Files.createDirectories(archived("assets"));
            Files.writeString(archived("ticket.json"), JSON.createObjectNode().put("id", TICKET).put("file", shape.file)
                    .put("state", "CLAIMED").put("application_id", "a").put("claimed_at", "2026-01-01T00:00:00Z")
                    .set("plan", JSON.createObjectNode().put("inbox", inbox.toString())).toString());
            String report = report(shape.file, TICKET, "failed");
            Files.writeString(errors.resolve(shape.stem + ".error.json"), report);
            Files.writeString(archived("report.json"), report);
            Path input = errors.resolve(shape.inErrors());
            if (shape.isFolder()) {
                Files.createDirectories(input.resolve("deep"));
                Files.writeString(input.resolve("deep").resolve("a.csv"), "a");
                Files.writeString(input.resolve("b.csv"), "b");
            } else {
                Files.writeString(input, "{\"input_id\":\"x\"}");
            }
            if (shape == Shape.LINKED_TO_THE_ARCHIVE && errors.startsWith(home)) {
                Files.createLink(archived("input"), input);
            }
            if (!shape.sidecar.isEmpty()) {
                Files.writeString(errors.resolve(shape.inErrors() + shape.sidecar), SIDECAR);
            }
            Files.createDirectories(errors.resolve(shape.stem + ".assets"));
            Files.writeString(errors.resolve(shape.stem + ".assets").resolve("map.png"), "map");
            Files.writeString(archived("assets").resolve("map.png"), "map");
            Files.writeString(errors.resolve(shape.stem + ".logs.txt"), "nobody else has this line");
            Files.writeString(errors.resolve(shape.stem + ".bad-output"), "nor this");
        }

        Redrive redrive(Runnable act) {
            return new Redrive(home.resolve("work"), home.resolve("archive"),
                    List.of(new RedriveWay(inbox, errors, home.resolve("canceled"))), Durability.OS, JSON, act);
        }

        void retry(Runnable act) throws IOException {
            Redrive redrive = redrive(act);
            redrive.endOthers();
            for (Returned returned : ErrorFolder.in(errors)) {
                redrive.take(returned);
            }
        }

        Outcome retryOne() throws IOException {
            return redrive(() -> { }).take(ErrorFolder.in(errors).get(0));
        }

        /** What is complete is run: a file, a folder with its marker, a sidecar of its own. */
        void gatewayTakes() throws IOException {
            for (String name : FileTree.names(inbox)) {
                Path file = inbox.resolve(name);
                boolean sidecar = Sidecars.isOne(name) && !Sidecars.standsAlone(file);
                Path input = FolderInput.of(file).orElse(file);
                boolean waits = name.startsWith(".") || sidecar || Files.isDirectory(file) || !Files.exists(input);
                if (!waits) {
                    Map<String, String> run = new TreeMap<>();
                    Path taken = Files.createDirectories(home.resolve("taken").resolve(Integer.toString(runs.size())));
                    for (Path part : Stream.concat(Stream.of(input), Sidecars.of(input).stream()).toList()) {
                        Files.move(part, taken.resolve(part.getFileName()));
                    }
                    for (Path part : FileTree.files(taken)) {
                        run.put(taken.relativize(part).toString(), Files.readString(part));
                    }
                    Files.deleteIfExists(FolderInput.marker(input));
                    runs.add(run);
                }
            }
        }
    }

    private static Map<String, String> expected(Shape shape) {
        Map<String, String> run = new TreeMap<>(shape.isFolder()
                ? Map.of(shape.file + "/deep/a.csv", "a", shape.file + "/b.csv", "b")
                : Map.of(shape.file, "{\"input_id\":\"x\"}"));
        if (!shape.sidecar.isEmpty()) {
            run.put(shape.file + shape.sidecar, SIDECAR);
        }
        return run;
    }

    private static String report(String file, String ticket, String status) {
        return JSON.createObjectNode().put("file", file).put("ticket", ticket).put("application_id", "a")
                .put("run_id", "devint-abc").put("status", status).put("error", "x").toString();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void whereverItDiesTheNextOneGoesOnAndTheInputIsRunOnceAndWhole(Shape shape) throws IOException {
        int deaths = diesEverywhere(shape, number -> new Site(shape + "-" + number));

        assertThat(deaths).isGreaterThan(6);
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void theSameHoldsBetweenTwoFileSystems(Shape shape) throws IOException {
        Path other = Path.of("/dev/shm");
        assumeThat(Files.isWritable(other)).isTrue();
        FileStore here = Files.getFileStore(base);
        assumeThat(here).isNotEqualTo(Files.getFileStore(other));
        Path away = Files.createTempDirectory(other, "retry-test-");
        try {
            diesEverywhere(shape, number -> new Site(base.resolve("far-" + number),
                    base.resolve("far-" + number).resolve("inbox"), away.resolve("errors-" + number)));
        } finally {
            Trees.delete(away);
        }
    }

    /** Makes a site for each number. */
    private interface Sites {
        Site make(int number) throws IOException;
    }

    private int diesEverywhere(Shape shape, Sites sites) throws IOException {
        int deaths = 0;
        for (int last = 1; last < 200; last++) {
            Site site = sites.make(last);
            site.fill(shape);
            boolean died = diesAfter(last, site);
            // What is complete is run at once, or a while later: both are to be borne.
            if (last % 2 == 0) {
                site.gatewayTakes();
            }
            diesAfter(Math.max(1, last / 2), site);
            site.gatewayTakes();
            site.retry(() -> { });
            site.gatewayTakes();

            assertThat(site.runs).as("%s, died after act %d", shape, last).containsExactly(expected(shape));
            assertThat(FileTree.names(site.errors)).isEmpty();
            assertThat(FileTree.names(site.inbox)).isEmpty();
            assertThat(FileTree.names(site.archived("."))).contains("report.json", "logs.txt", "output.bad-output", "assets");
            assertThat(site.archived("logs.txt")).hasContent("nobody else has this line");
            if (!died) {
                return deaths;
            }
            deaths++;
        }
        throw new AssertionError("it never ends");
    }

    private static boolean diesAfter(int acts, Site site) throws IOException {
        AtomicInteger left = new AtomicInteger(acts);
        try {
            site.retry(() -> {
                if (left.decrementAndGet() == 0) {
                    throw new Death();
                }
            });
            return false;
        } catch (Death e) {
            return true;
        }
    }

    @Test
    void anInputThatAppearsInBetweenIsNotOverwrittenAndAllIsPutBack() throws IOException {
        for (Shape shape : Shape.values()) {
            for (int moment = 1; moment < 8; moment++) {
                Site site = new Site("between-" + shape + "-" + moment);
                site.fill(shape);
                List<String> before = FileTree.names(site.errors);
                AtomicInteger left = new AtomicInteger(moment);
                Redrive redrive = site.redrive(() -> {
                    if (left.decrementAndGet() == 0 && !Files.exists(site.inbox.resolve(shape.file))) {
                        write(site.inbox.resolve(shape.file), "theirs");
                    }
                });

                Outcome outcome = redrive.take(ErrorFolder.in(site.errors).get(0));

                if (outcome.to().isEmpty()) {
                    assertThat(site.inbox.resolve(shape.file)).hasContent("theirs");
                    assertThat(FileTree.names(site.inbox)).containsExactly(shape.file);
                    assertThat(FileTree.names(site.errors)).isEqualTo(before);
                    assertThat(outcome.why().orElseThrow()).contains("appeared in");
                }
                assertThat(moment > 1 || outcome.to().isEmpty()).isTrue();
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.json", "orders.json.nextmv.yaml", "orders.json.NEXTMV.JSON", "orders.json.ready"})
    void whatLiesInTheInboxUnderItsNameOrAsAPartOfItKeepsItAway(String there) throws IOException {
        Site site = new Site("taken");
        site.fill(Shape.WITH_A_SIDECAR);
        write(site.inbox.resolve(there), "theirs");
        List<String> before = FileTree.names(site.errors);

        Outcome outcome = site.retryOne();

        assertThat(outcome.to()).isEmpty();
        assertThat(outcome.why().orElseThrow()).contains("already");
        assertThat(FileTree.names(site.errors)).isEqualTo(before);
        assertThat(site.inbox.resolve(there)).hasContent("theirs");
    }

    @Test
    void aManagedInputDoesNotBecomeTheSidecarOfAnother() throws IOException {
        Site site = new Site("beside");
        site.fill(Shape.A_MANAGED_INPUT);
        write(site.inbox.resolve("monday"), "theirs");

        assertThat(site.retryOne().to()).isEmpty();
        assertThat(FileTree.names(site.inbox)).containsExactly("monday");
    }

    /** Names that belong to what came back with orders.json, if nothing else is called so. */
    @ParameterizedTest
    @ValueSource(strings = {"orders.partial.json", "orders.partial.txt", "orders.partial/", "orders.logs.txt",
        "orders.assets/"})
    void anotherInputThatIsCalledLikeAPartOfItIsLeftWhereItIs(String called) throws IOException {
        String other = called.replace("/", "");
        boolean folder = called.endsWith("/");
        Site site = new Site("likeAPart");
        write(site.errors.resolve("orders.json"), "mine");
        write(site.errors.resolve("orders.error.json"), report("orders.json", TICKET, "failed"));
        if (folder) {
            Files.createDirectories(site.errors.resolve(other));
            write(site.errors.resolve(other).resolve("a.csv"), "theirs");
        } else {
            write(site.errors.resolve(other), "theirs");
        }
        String stem = folder ? other : Names.of(other).stem();
        write(site.errors.resolve(stem + ".error.json"), report(other, TICKET.replace("0001", "0002"), "failed"));

        List<Returned> meant = ErrorFolder.named(ErrorFolder.in(site.errors), other);
        assertThat(meant).extracting(Returned::file).containsExactly(other);
        Returned mine = ErrorFolder.named(ErrorFolder.in(site.errors), "orders.json").get(0);
        assertThat(site.redrive(() -> { }).take(mine).to()).isPresent();

        assertThat(FileTree.names(site.errors)).containsExactlyInAnyOrder(other, stem + ".error.json");
        assertThat(FileTree.names(site.inbox)).containsExactly("orders.json");
    }

    @Test
    void aRenamedInputKeepsItsNameWhereTheOldOneIsTaken() throws IOException {
        Site site = new Site("renamed");
        site.fill(Shape.RENAMED);
        write(site.inbox.resolve("orders.json"), "theirs");

        Outcome outcome = site.retryOne();

        assertThat(outcome.to()).contains(site.inbox.resolve("orders.devint-abc.json"));
        assertThat(FileTree.names(site.inbox)).containsExactly("orders.devint-abc.json", "orders.devint-abc.json.nextmv.json",
                "orders.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.json", "orders.json.nextmv.yaml"})
    void aLinkIsNotFollowed(String link) throws IOException {
        Site site = new Site("link");
        site.fill(Shape.WITH_A_SIDECAR);
        Path secret = Files.writeString(base.resolve("secret"), "secret");
        Files.delete(site.errors.resolve(link));
        Files.createSymbolicLink(site.errors.resolve(link), secret);

        assertThat(site.retryOne().to()).isEmpty();
        assertThat(FileTree.names(site.inbox)).isEmpty();
    }

    @Test
    void aSidecarThatWouldBeRunByItselfIsNotPutThereFirst() throws IOException {
        Site site = new Site("alone");
        site.fill(Shape.WITH_A_SIDECAR);
        write(site.errors.resolve("orders.json.nextmv.yaml"), "input-id: monday\n");

        assertThat(site.retryOne().why().orElseThrow()).contains("input-id");
        assertThat(FileTree.names(site.inbox)).isEmpty();
    }

    @Test
    void anInputIsNotTakenFromUnderItsDelivery() throws IOException {
        Site site = new Site("delivering");
        site.fill(Shape.A_FILE);
        Files.createDirectories(site.home.resolve("work").resolve(TICKET));

        assertThat(site.retryOne().why().orElseThrow()).contains("still being delivered");
        assertThat(FileTree.names(site.inbox)).isEmpty();
    }

    @Test
    void withoutAnArchiveTheReportAndAllThatOnlyItHasGoesThere() throws IOException {
        Site site = new Site("cleared");
        site.fill(Shape.A_FOLDER);
        Trees.delete(site.home.resolve("archive").resolve(TICKET));

        assertThat(site.retryOne().to()).isPresent();

        assertThat(FileTree.names(site.archived("."))).containsExactly("assets", "logs.txt", "output.bad-output", "report.json");
        assertThat(FileTree.names(site.errors)).isEmpty();
    }

    @Test
    void aReportThatSomebodyWroteInIsKeptBesideTheOneInTheArchive() throws IOException {
        Site site = new Site("noted");
        site.fill(Shape.A_FILE);
        Path report = site.errors.resolve("orders.error.json");
        Files.writeString(report, Files.readString(report) + "\n// asked Ann about it");

        site.retryOne();

        assertThat(Files.readString(site.archived("report.json.2"))).contains("asked Ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../orders.json", "/etc/passwd", "..", "a/b"})
    void aReportThatNamesAnotherFolderIsNone(String file) throws IOException {
        Site site = new Site("forged");
        write(site.errors.resolve("orders.error.json"), report(file, TICKET, "failed"));

        assertThat(ErrorFolder.in(site.errors)).isEmpty();
    }

    @Test
    void aJournalThatNamesAnotherFolderIsNone() throws IOException {
        Site site = new Site("forged-journal");
        site.fill(Shape.A_FILE);
        write(site.errors.resolve(".nextmv-retry-" + TICKET + ".json"), JSON.createObjectNode().put("ticket", TICKET)
                .put("stem", "orders").put("source", "../../secret").put("target", "orders.json")
                .put("inbox", site.inbox.toString()).put("folder", false)
                .set("sidecars", JSON.createArrayNode()).toString());

        assertThat(site.retryOne().to()).contains(site.inbox.resolve("orders.json"));
    }

    @Test
    void aDeathIsTold() throws IOException {
        Site site = new Site("told");
        site.fill(Shape.A_FILE);
        assertThatThrownBy(() -> site.retry(() -> {
            throw new Death();
        })).isInstanceOf(Death.class);

        assertThat(site.retryOne().why().orElseThrow()).contains("an earlier retry had begun with it");
    }
}
