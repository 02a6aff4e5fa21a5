package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The kamelets keep the rules of the catalogue of Apache Camel (its validator, and what its README says must be), so that
 * the tools that show a catalogue show them too. One rule cannot be kept: its provider is the foundation, ours is us.
 */
class KameletRulesTest {
    private static final Path SOURCES = Path.of("src", "main", "resources", "kamelets");
    private static final Path BUILT = Path.of("target", "classes", "kamelets");
    private static final String ENDING = ".kamelet.yaml";
    private static final String ICON = "data:image/svg+xml;base64,";
    /** As the validator finds them. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?]?([A-Za-z0-9._-]+)(?::[^}]*)?}}");
    private static final Set<String> SMALL_WORDS = Set.of("a", "an", "and", "by", "for", "in", "of", "on", "or", "the",
            "to");
    private static final int MOST_STEPS = 5;
    /** What Camel can make of a body by itself, and a pipe may ask for. */
    private static final Set<String> FORMATS = Set.of("application-json", "application-octet-stream", "text-plain");

    static List<Path> kamelets() {
        return FileTree.in(BUILT);
    }

    private static Map<?, ?> read(Path file) {
        try {
            return (Map<?, ?>) new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(Map<?, ?> in, String... path) {
        Map<?, ?> found = in;
        for (String key : path) {
            assertThat(found.get(key)).as(key).isInstanceOf(Map.class);
            found = (Map<?, ?>) found.get(key);
        }
        return found;
    }

    private static String annotation(Map<?, ?> kamelet, String name) {
        return (String) map(kamelet, "metadata", "annotations").get("camel.apache.org/" + name);
    }

    private static String type(Map<?, ?> kamelet) {
        return (String) map(kamelet, "metadata", "labels").get("camel.apache.org/kamelet.type");
    }

    @Test
    void noneIsMissingInTheJar() throws IOException {
        assertThat(kamelets()).extracting(file -> file.getFileName().toString()).containsExactly(
                "nextmv-cancel-action" + ENDING, "nextmv-queue-source" + ENDING, "nextmv-run-action" + ENDING,
                "nextmv-submit-sink" + ENDING);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itsNameItsTypeItsTitleAndItsFileSayTheSame(Path file) {
        Map<?, ?> kamelet = read(file);
        String name = (String) map(kamelet, "metadata").get("name");
        String type = type(kamelet);

        assertThat(kamelet.get("apiVersion")).isEqualTo("camel.apache.org/v1");
        assertThat(kamelet.get("kind")).isEqualTo("Kamelet");
        assertThat(file.getFileName()).hasToString(name + ENDING);
        assertThat(type).isIn("action", "source", "sink");
        assertThat(name).endsWith("-" + type);
        assertThat((String) map(kamelet, "spec", "definition").get("title"))
                .endsWith(type.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + type.substring(1));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itSaysWhoseItIsAndHasAPictureOfItsOwn(Path file) {
        Map<?, ?> kamelet = read(file);

        assertThat(annotation(kamelet, "provider")).isEqualTo("camel-nextmv");
        assertThat(annotation(kamelet, "kamelet.group")).isEqualTo("Nextmv");
        assertThat(annotation(kamelet, "kamelet.namespace")).isEqualTo("Nextmv");
        assertThat(annotation(kamelet, "kamelet.support.level")).isIn("Preview", "Stable");
        String icon = annotation(kamelet, "kamelet.icon");
        assertThat(icon).startsWith(ICON).hasSizeLessThan(2000);
        assertThat(new String(Base64.getDecoder().decode(icon.substring(ICON.length())), StandardCharsets.UTF_8))
                .startsWith("<svg ").endsWith("</svg>").doesNotContain("href", "<script", "<image");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void everyPropertyIsExplainedDeclaredAndUsed(Path file) {
        Map<?, ?> spec = map(read(file), "spec");
        Map<?, ?> definition = map(spec, "definition");
        Map<?, ?> properties = map(definition, "properties");
        Set<String> used = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(spec.get("template").toString());
        while (matcher.find()) {
            used.add(matcher.group(1));
        }

        assertThat(used).isEqualTo(new TreeSet<>(properties.keySet()));
        assertThat(definition.get("type")).isEqualTo("object");
        assertThat((String) definition.get("description")).isNotBlank();
        assertThat(properties.containsKey("id")).as("the name id is taken").isFalse();
        properties.forEach((name, property) -> {
            assertThat(((Map<?, ?>) property).keySet()).as("%s", name).extracting(Object::toString)
                    .contains("title", "description", "type", "default");
            assertThat((String) ((Map<?, ?>) property).get("title")).doesNotStartWith("The ").doesNotStartWith("A ")
                    .doesNotStartWith("An ").satisfies(KameletRulesTest::isTitle);
            // None of them is a secret: the key is a setting.
            assertThat(((Map<?, ?>) property).get("format")).as("%s", name).isNull();
        });
    }

    private static void isTitle(String title) {
        assertThat(Arrays.stream(title.split(" ")).filter(word -> !SMALL_WORDS.contains(word)))
                .allMatch(word -> Character.isUpperCase(word.charAt(0)));
    }

    @Test
    void noTwoHaveATitleOrADescriptionInCommon() throws IOException {
        List<Map<?, ?>> definitions = kamelets().stream().<Map<?, ?>>map(file -> map(read(file), "spec", "definition"))
                .toList();

        assertThat(definitions).extracting(definition -> (Object) definition.get("title")).doesNotHaveDuplicates();
        assertThat(definitions).extracting(definition -> (Object) definition.get("description")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itBeginsAndEndsWhereItsTypeSays(Path file) {
        Map<?, ?> kamelet = read(file);
        String from = (String) map(kamelet, "spec", "template", "from").get("uri");
        List<?> steps = (List<?>) map(kamelet, "spec", "template", "from").get("steps");

        assertThat(steps).hasSizeLessThanOrEqualTo(MOST_STEPS);
        if (type(kamelet).equals("source")) {
            assertThat(steps.get(steps.size() - 1)).isEqualTo(Map.of("to", "kamelet:sink"));
        } else {
            assertThat(from).isEqualTo("kamelet:source");
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itSaysWhatGoesInAndWhatComesOut(Path file) {
        Map<?, ?> kamelet = read(file);
        Map<?, ?> dataTypes = map(kamelet, "spec", "dataTypes");

        assertThat(dataTypes.containsKey("out")).isEqualTo(!type(kamelet).equals("sink"));
        assertThat(dataTypes.keySet()).extracting(Object::toString).isNotEmpty().isSubsetOf("in", "out");
        dataTypes.values().forEach(slot -> {
            Map<?, ?> types = map((Map<?, ?>) slot, "types");
            assertThat(types.containsKey(((Map<?, ?>) slot).get("default"))).as("its default is one of them").isTrue();
            types.values().forEach(dataType -> {
                assertThat(FORMATS).contains((String) ((Map<?, ?>) dataType).get("format"));
                assertThat((String) ((Map<?, ?>) dataType).get("mediaType")).contains("/");
                assertThat((String) ((Map<?, ?>) dataType).get("description")).isNotBlank();
            });
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itNamesTheVersionOfThisProjectWhichTheBuildPutsIn(Path file) throws IOException {
        Map<?, ?> kamelet = read(file);
        Map<?, ?> source = read(SOURCES.resolve(file.getFileName()));
        Matcher version = Pattern.compile("<artifactId>camel-nextmv-parent</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat(version.find()).isTrue();
        assertThat(annotation(kamelet, "catalog.version")).isEqualTo(version.group(1));
        assertThat(annotation(source, "catalog.version")).isEqualTo("@project.version@");
        assertThat(dependencies(kamelet)).contains("mvn:io.camelnextmv:camel-nextmv:" + version.group(1), "camel:kamelet")
                .allMatch(dependency -> dependency.startsWith("mvn:") || dependency.startsWith("camel:"));
        assertThat(dependencies(source)).contains("mvn:io.camelnextmv:camel-nextmv:@project.version@");
    }

    private static List<String> dependencies(Map<?, ?> kamelet) {
        return ((Collection<?>) map(kamelet, "spec").get("dependencies")).stream().map(Object::toString).toList();
    }
}
