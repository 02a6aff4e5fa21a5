package io.camelnextmv.ticket;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaCall.Predicates;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sentences of error reports lie beside the table of docs/operate.md that tells people what they mean. */
class EndingsTest {
    private static final String TITLE = "## When things fail";
    private static final Pattern FACTORY = Pattern.compile("public static Ending (\\w+)\\(");
    private static final Pattern WORD = Pattern.compile("`(\\w+)`");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    /** What a row begins with, and the factories that make what it tells of. */
    private static final Map<String, List<String>> ROWS = new LinkedHashMap<>();

    static {
        row("it is empty", "emptyFile", "blankFile", "notJson", "jsonBeyondLimits", "notAnObject", "severalValues",
                "inputTooLarge", "inputTooLargeUnpacked", "inputTooLargeForTheStorage",
                "brokenArchive", "unusableFiles", "folderAsOneFile",
                "trackedFileMissing", "link", "mayNotBeRead", "wrongSidecar", "refused");
        row("it is a message whose", "wrongMessage", "inputNotWhereItWas", "inputNotFetched", "inputRemoved");
        row("the service has no capacity", "noCapacity");
        row("the run failed", "failed");
        row("the run was canceled", "canceled", "canceledBeforeSubmission");
        row("the run does not end", "outOfTime", "outOfTries");
        row("the service does not know the run any more", "gone");
        row("it ended, but for 15 minutes", "outputNotThere");
        row("it succeeded, but its output cannot be used", "unusableOutput");
        row("its output is larger than", "outputAboveSetting", "outputAboveLimit");
        row("the file system of its outbox", "outputNotHeld");
        row("the endpoint takes nothing", "outputTooLargeToSend");
        row("the key may not use", "forbiddenTarget", "unknownTarget");
        row("… again and again", "submissionGivenUp");
        row("… and the service's list does not", "inDoubtByItsList");
        row("another step of one input", "uploadGivenUp");
        row("… its run's status", "statusGivenUp");
        row("… the list in which", "inDoubtWithoutList", "inDoubtWithoutRight");
        row("… its output", "outputGivenUp");
        row("a step of an input that waits in the broker", "stepNeverEnds");
        row("a step meets an unexpected exception", "stuck");
    }

    private static void row(String beginning, String... factories) {
        ROWS.put(beginning, List.of(factories));
    }

    @Test
    void everyFactoryHasItsRow() {
        List<String> factories = new ArrayList<>(factories(Endings.class));
        factories.addAll(factories(Rejections.class));

        assertThat(ROWS.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(factories);
        assertThat(factories).hasSameSizeAs(Stream.of(Endings.class, Rejections.class).map(Class::getDeclaredMethods)
                .flatMap(Arrays::stream).filter(method -> method.getReturnType() == Ending.class
                        && Modifier.isPublic(method.getModifiers())).toList());
    }

    @Test
    void everyRowNamesTheStatusesOfItsFactories() {
        Set<String> statuses = new TreeSet<>();
        ROWS.values().forEach(names -> names.forEach(name -> statuses.addAll(statusesOf(name))));

        for (String row : table()) {
            Set<String> named = new TreeSet<>();
            Matcher word = WORD.matcher(cell(row, 2));
            while (word.find()) {
                named.add(word.group(1));
            }
            named.retainAll(statuses);
            Set<String> made = new TreeSet<>();
            ROWS.forEach((beginning, names) -> {
                if (cell(row, 1).startsWith(beginning)) {
                    names.forEach(name -> made.addAll(statusesOf(name)));
                }
            });
            assertThat(named).as("statuses of the row: %s", row).isEqualTo(made);
            assertThat(cell(row, 2).contains("status") || !cell(row, 2).contains("`errors/`") && !cell(row, 2)
                    .contains("`canceled/`")).as("an end with a status: %s", row).isTrue();
        }
    }

    /** They come from the documentation of the fields: CONTRIBUTING says how the schemas are written anew. */
    @Test
    void theSchemasListEveryStatus() throws IOException {
        Set<String> statuses = new TreeSet<>();
        ROWS.values().forEach(names -> names.forEach(name -> statuses.addAll(statusesOf(name))));

        assertThat(listed("error-report", "/properties/status")).isEqualTo(statuses);
        statuses.add("succeeded");
        assertThat(listed("ticket", "/properties/ending/properties/status")).isEqualTo(statuses);
    }

    @Test
    void everyStatusIsExplained() throws IOException {
        List<String> explained = rows("## The status of a report").stream().map(row -> cell(row, 1)).toList();

        assertThat(explained).containsExactlyInAnyOrderElementsOf(listed("error-report", "/properties/status").stream()
                .map(status -> "`" + status + "`").toList());
        assertThat(rows("## The status of a report")).allSatisfy(row -> assertThat(cell(row, 4)).hasSizeGreaterThan(10));
    }

    private static Set<String> listed(String schema, String at) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(Path.of("docs", "schema", schema + ".schema.json").toFile());
        Set<String> listed = new TreeSet<>();
        tree.at(at).get("enum").forEach(word -> listed.add(word.asText()));
        return listed;
    }

    @Test
    void thereIsOneRowForEach() {
        List<String> rows = table();

        assertThat(ROWS.keySet()).allSatisfy(beginning -> assertThat(rows.stream()
                .filter(row -> cell(row, 1).startsWith(beginning))).as(beginning).hasSize(1));
    }

    @Test
    void theyStandInTheOrderOfTheTable() {
        List<String> rows = table();
        List<String> inOrder = rows.stream().flatMap(row -> ROWS.entrySet().stream()
                .filter(entry -> cell(row, 1).startsWith(entry.getKey())).flatMap(entry -> entry.getValue().stream())).toList();

        for (Class<?> type : List.of(Endings.class, Rejections.class)) {
            List<String> factories = factories(type);
            assertThat(factories).isEqualTo(inOrder.stream().filter(factories::contains).toList());
        }
    }

    @Test
    void eachSaysWhatHappenedAndWhatToDo() {
        ROWS.values().stream().flatMap(List::stream).flatMap(name -> endingsOf(name).stream()).forEach(ending -> {
            assertThat(ending.error()).matches("\\S.*\\S").doesNotContain("..", "  ", "null");
            assertThat(ending.whatToDo()).matches("[A-Z].*[^.]\\.").doesNotContain("  ", "null");
            assertThat(ending.endedAt()).isEqualTo(NOW);
        });
    }

    @Test
    void nobodyElseMakesAnEnding() {
        noClasses().that().resideOutsideOfPackage("io.camelnextmv.ticket").should()
                .callConstructorWhere(Predicates.target(HasOwner.Predicates.With.owner(
                        JavaClass.Predicates.type(Ending.class))))
                .check(new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.camelnextmv"));
    }

    /** In the order in which they are written, which the class file does not keep. */
    private static List<String> factories(Class<?> type) {
        Path source = Path.of("src", "main", "java").resolve(type.getName().replace('.', '/') + ".java");
        return FACTORY.matcher(read(source)).results().map(found -> found.group(1)).toList();
    }

    private static List<String> table() {
        return rows(TITLE);
    }

    private static List<String> rows(String title) {
        return read(Path.of("docs", "operate.md")).lines().dropWhile(line -> !line.equals(title)).skip(1)
                .takeWhile(line -> !line.startsWith("## ")).filter(line -> line.startsWith("| ")).skip(2).toList();
    }

    private static String cell(String row, int number) {
        return row.split(" *\\| *")[number];
    }

    private static Set<String> statusesOf(String factory) {
        Set<String> statuses = new TreeSet<>();
        endingsOf(factory).forEach(ending -> statuses.add(ending.status()));
        return statuses;
    }

    /** What it makes of a ticket before there is a run, and of one with its run. */
    private static List<Ending> endingsOf(String factory) {
        Method method = Stream.of(Endings.class, Rejections.class).map(Class::getDeclaredMethods).flatMap(Arrays::stream)
                .filter(found -> found.getName().equals(factory)).findFirst().orElseThrow();
        Ticket claimed = Ticket.claimed(new TicketName("20260301-100000-000-a1b2c3"), "case.json", "app", Optional.empty(),
                RunPlan.NONE, NOW);
        Ticket submitted = claimed.submitting(NOW).submitted("run-1", NOW, Duration.ofHours(1));
        return Stream.of(claimed, submitted).map(ticket -> {
            try {
                return (Ending) method.invoke(null, Arrays.stream(method.getParameterTypes())
                        .map(type -> argument(type, ticket)).toArray());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(factory, e);
            }
        }).toList();
    }

    private static Object argument(Class<?> type, Ticket ticket) {
        Map<Class<?>, Object> samples = Map.ofEntries(Map.entry(Instant.class, NOW), Map.entry(int.class, 3),
                Map.entry(Duration.class, Duration.ofSeconds(30)),
                Map.entry(long.class, 1000L), Map.entry(String.class, "Words"), Map.entry(Optional.class, Optional.empty()),
                Map.entry(Ticket.class, ticket), Map.entry(TicketName.class, ticket.id()),
                Map.entry(Format.class, Format.TEXT), Map.entry(Step.class, Step.SUBMIT),
                Map.entry(Ending.class, Ending.succeeded(NOW, 3, 1000, Optional.empty())),
                Map.entry(Attempts.class, new Attempts(3, Optional.of(NOW), 1000, true, "Words")),
                Map.entry(Unexpected.class, Unexpected.NONE.and(ticket.state(), "Words", NOW)));
        return samples.get(type);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
