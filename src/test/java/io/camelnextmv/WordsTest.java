package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One name for one thing: the words that are gone, and what is said now. What others know by an old word keeps it: the
 * header {@code NextmvBaggage}, the field {@code fate} of a ticket, the detail {@code tickets.in-hand} of the health.
 */
class WordsTest {
    /** Types, as they are written in code. */
    private static final Map<String, String> TYPES = words("""
            OutageSwitch: CircuitBreaker
            StillActive: NotYet
            Patience: RedeliveryDelay
            Whose: Kind
            Verdict: CloudFailure
            StorageVerdict: StorageFailure
            Desk: CommandContext
            Errand: CloudSession
            Door: Admission
            Listening: ListeningPolicy
            PickUps: PickUpRoutes
            Arrival: MessageIntake
            Shelf: TicketReader
            Baggage: TravellingFiles
            Hop: BrokerStep
            Answers: OutcomeMessages
            Parcels: Outcomes
            Parcel: Outcome
            Delivery: FolderDelivery
            Answer: ReplyWhenDone
            Callers: PendingReplies
            Lag: GracePeriod
            Snapshots: QueueSnapshots
            Notice: GatewayNotice
            Plan: RunPlan
            Received: MessageOrigin
            Values: SettingReader
            Saved: SaveToFile
            Placing: AtomicPlacement
            Places: EndpointTable
            Fate: Destination
            """);
    /** Words that no name in code has a part of, nor any prose: they were nobody's but ours. */
    private static final Map<String, String> PRIVATE = words("""
            door: admission
            hop: step
            patience: delay
            verdict: failure
            desk: context
            errand: session
            shelf: reader
            baggage: travelling files
            parcel: outcome
            parcels: outcomes
            fate: destination
            unhappy: without output
            """);
    /** The same, where the words beside them tell what is meant. */
    private static final Map<String, String> TOGETHER = words("""
            outage switch: circuit breaker
            in hand: in flight
            """);
    private static final Map<String, String> BEANS = words("""
            nextmvDoor: nextmvAdmission
            nextmvHop: nextmvBrokerStep
            nextmvAnswers: nextmvOutcomeMessages
            nextmvParcels: nextmvOutcomes
            nextmvDelivery: nextmvFolderDelivery
            nextmvCallers: nextmvPendingReplies
            nextmvSnapshots: nextmvQueueSnapshots
            nextmvPatience: nextmvRedeliveryDelay
            nextmvPickUps: nextmvPickUpRoutes
            nextmvArrival: nextmvMessageIntake
            nextmvNotice: nextmvGatewayNotice
            nextmvOutage: nextmvCircuitBreaker
            nextmvVerdict: nextmvCloudFailure
            nextmvSaved: nextmvSaveToFile
            """);

    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|record|enum|interface) (\\w+)");
    private static final Pattern IDENTIFIER = Pattern.compile("\\b[A-Za-z_]\\w*\\b");
    /** Between a small letter and a capital one, before the last of several capitals, and at an underscore. */
    private static final Pattern PART = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+");
    /** What is no code: comments, text blocks, strings and characters, of which each hides what begins in it. */
    private static final Pattern PIECE = Pattern.compile("/\\*(?s:.*?)\\*/|//.*|\"\"\"(?s:.*?)\"\"\""
            + "|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.[^']*)'");
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "camelnextmv");
    private static final String ITSELF = "WordsTest.java";

    private static Map<String, String> words(String table) {
        return table.lines().map(line -> line.split(": ")).collect(Collectors.toMap(one -> one[0], one -> one[1]));
    }

    @Test
    void noNameInCodeIsAWordThatIsGone() throws IOException {
        Map<Path, List<String>> found = new TreeMap<>();
        for (Path file : files("src", ".java")) {
            found.put(file, inCode(code(Files.readString(file))));
        }

        assertNone(found, 400);
    }

    @Test
    void nothingThatIsWrittenForPeopleHasOne() throws IOException {
        Map<Path, List<String>> found = new TreeMap<>();
        for (Path file : files("src", ".java")) {
            found.put(file, inProse(comments(Files.readString(file))));
        }
        for (Path file : pages()) {
            found.put(file, inProse(Files.readString(file)));
        }

        assertNone(found, 400);
    }

    @Test
    void noBeanHasANameThatIsGone() throws IOException {
        Map<Path, List<String>> found = new TreeMap<>();
        for (Path file : Stream.concat(files("src", ".java").stream(), pages().stream()).toList()) {
            found.put(file, gone(IDENTIFIER.matcher(Files.readString(file)).results().map(MatchResult::group), BEANS));
        }

        assertNone(found, 400);
    }

    /** The time for which a file must be settled is still called so; what a disk does is sync. */
    @Test
    void aDiskSettlesNothing() throws IOException {
        assertThat(code(Files.readString(SOURCES.resolve("store/Durability.java")))).contains(" sync(")
                .doesNotContain("settle");
    }

    /** What is said now must be there, or the table leads nowhere. */
    @Test
    void whatIsSaidNowIsThere() throws IOException {
        Set<String> types = new TreeSet<>();
        for (Path file : files("src/main", ".java")) {
            DECLARED.matcher(code(Files.readString(file))).results().map(found -> found.group(1)).forEach(types::add);
        }
        String beans = Files.readString(SOURCES.resolve("NextmvBeans.java"));
        for (Path file : files("src/main/java/io/camelnextmv/beans", ".java")) {
            beans += Files.readString(file);
        }
        String made = beans;

        assertThat(types).containsAll(TYPES.values());
        assertThat(BEANS.values()).allSatisfy(bean -> assertThat(made).contains('"' + bean + '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            private final Door way;            | Door
            void aHop() { }                    | aHop
            int PATIENCE = 3;                  | PATIENCE
            call(storageVerdict.of(1));        | storageVerdict
            long inHand = tickets.count();     | inHand
            List<OutageSwitch> all;            | OutageSwitch
            """)
    void aWordThatIsGoneIsFoundInCode(String line, String word) {
        assertThat(inCode(code(line))).singleElement().asString().startsWith(word + " → ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /** How many tickets are in hand. */         | in hand
            // It has shown patience.                    | patience
            /** An answer by the outage\\n * switch. */   | outage switch
            """)
    void aWordThatIsGoneIsFoundInAComment(String line, String word) {
        assertThat(inProse(comments(line.replace("\\n", "\n")))).singleElement().asString().startsWith(word + " → ");
    }

    /** Ordinary English, and what is called otherwise outside. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            String header = "NextmvBaggage"; // its files
            Inputs planned = answersOf(shopping, outdoors); /* what was received, whose answer it is */
            detail("tickets.in-hand", tickets.inFlight());
            char quote = '"'; String text = "a Door // and a Hop";
            """)
    void whatIsNoneIsNotFound(String line) {
        assertThat(inCode(code(line))).isEmpty();
        assertThat(inProse(comments(line))).isEmpty();
    }

    private static void assertNone(Map<Path, List<String>> found, int files) {
        assertThat(found).as("files that were looked at").hasSizeGreaterThan(files);
        found.values().removeIf(List::isEmpty);
        assertThat(found).isEmpty();
    }

    private static List<String> inCode(String code) {
        List<String> names = IDENTIFIER.matcher(code).results().map(MatchResult::group).toList();
        List<String> found = new ArrayList<>(gone(names.stream(), TYPES));
        for (String name : names) {
            String apart = String.join(" ", PART.split(name)).toLowerCase(Locale.ROOT);
            if (!TYPES.containsKey(name)) {
                inProse(apart).forEach(word -> found.add(name + " → " + word));
            }
        }
        return found;
    }

    private static List<String> inProse(String text) {
        String words = " " + String.join(" ", text.toLowerCase(Locale.ROOT).split("[\\s*/]+")) + " ";
        List<String> found = new ArrayList<>(gone(IDENTIFIER.matcher(words).results().map(MatchResult::group), PRIVATE));
        TOGETHER.forEach((old, now) -> {
            if (Pattern.compile("\\b" + old + "\\b").matcher(words).find()) {
                found.add(old + " → " + now);
            }
        });
        return found;
    }

    private static List<String> gone(Stream<String> words, Map<String, String> table) {
        return words.filter(table::containsKey).distinct().map(old -> old + " → " + table.get(old)).toList();
    }

    /** Without what is written for people, and without strings. */
    private static String code(String source) {
        return PIECE.matcher(source).replaceAll(" \"\" ");
    }

    private static String comments(String source) {
        return PIECE.matcher(source).results().map(MatchResult::group).filter(piece -> piece.startsWith("/"))
                .collect(Collectors.joining("\n"));
    }

    private static List<Path> files(String folder, String... endings) throws IOException {
        return FileTree.files(Path.of(folder)).stream().filter(file -> !file.endsWith(ITSELF))
                .filter(file -> Arrays.stream(endings).anyMatch(file.toString()::endsWith)).toList();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
                .map(Path::of).toList());
        pages.addAll(files("docs", ".md"));
        pages.addAll(files("routes", ".yaml"));
        pages.addAll(files("config", ".properties"));
        pages.addAll(files("src/main/resources", ".yaml"));
        return pages;
    }
}
