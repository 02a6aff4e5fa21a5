package io.camelnextmv;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The habits of this project's routes and settings, as far as a test can see them. */
class HabitsTest {
    private static final Path ROUTES = Path.of("routes");
    private static final Path CONFIG = Path.of("config");
    private static final Path SETTINGS = CONFIG.resolve("application.properties");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
    private static final Pattern NAMED_IN_JAVA = Pattern.compile("\"((?:nextmv\\.[a-z0-9.-]+[a-z0-9])|camel\\.[a-zA-Z.]+)\"");
    private static final Pattern HEADER = Pattern.compile(
            "(?:header[.]|[sS]etHeader:\\s+name: |removeHeader:\\s+name: |header: )(Nextmv\\w+)");
    private static final Pattern SLOT = Pattern.compile(
            "(?:exchangeProperty[.]|[sS]etProperty:\\s+name: |removeProperty:\\s+name: |exchangeProperty: )(Nextmv\\w+)");
    private static final Pattern LOOKS_INTO_A_FOLDER = Pattern.compile(
            "Files(?:[.]|::)(?:walk|walkFileTree|list|find|newDirectoryStream)\\b|[.]toFile\\(\\)[.]list"
                    + "|(?:[.]|::)listFiles\\b");
    private static final String ERRORS_FILE = "90-errors.camel.yaml";
    private static final int MOST_STEPS = 10;

    static List<Path> routeFiles() {
        return FileTree.in(ROUTES);
    }

    /** What the file says, without duplicate keys, which YAML would pass over in silence. */
    private static List<Map<?, ?>> documents(Path file) {
        try {
            Object read = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                    .loadFromString(Files.readString(file));
            return ((Collection<?>) read).stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<?, ?>> routes(Path file) {
        return documents(file).stream().<Map<?, ?>>map(one -> one.get("routeTemplate") instanceof Map<?, ?> template
                ? template : one).filter(one -> one.containsKey("route"))
                .<Map<?, ?>>map(one -> (Map<?, ?>) one.get("route")).toList();
    }

    private static List<Map<?, ?>> allRoutes() {
        return routeFiles().stream().flatMap(file -> Stream.concat(routes(file).stream(), made(file).stream())).toList();
    }

    /** Those that a file itself makes of its templates. */
    private static List<Map<?, ?>> made(Path file) {
        Map<Object, Map<?, ?>> templates = new HashMap<>();
        List<Map<?, ?>> made = new ArrayList<>();
        for (Map<?, ?> one : documents(file)) {
            if (one.get("routeTemplate") instanceof Map<?, ?> template) {
                templates.put(template.get("id"), template);
            } else if (one.get("templatedRoute") instanceof Map<?, ?> wanted) {
                Map<?, ?> template = templates.get(wanted.get("routeTemplateRef"));
                Map<String, Object> values = new HashMap<>();
                ((List<?>) template.get("parameters")).forEach(parameter -> values.put(
                        "{{" + ((Map<?, ?>) parameter).get("name") + "}}", ((Map<?, ?>) parameter).get("defaultValue")));
                ((List<?>) wanted.get("parameters")).forEach(parameter -> {
                    String name = "{{" + ((Map<?, ?>) parameter).get("name") + "}}";
                    assertThat(values).containsKey(name);
                    values.put(name, ((Map<?, ?>) parameter).get("value"));
                });
                assertThat(values.values()).as("%s says all that its template asks for", wanted.get("routeId"))
                        .doesNotContainNull();
                Map<Object, Object> route = new HashMap<>((Map<?, ?>) filled(template.get("route"), values));
                route.put("id", wanted.get("routeId"));
                made.add(route);
            }
        }
        return made;
    }

    private static Object filled(Object node, Map<String, Object> values) {
        if (node instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, filled(value, values)));
            return copy;
        }
        if (node instanceof List<?> list) {
            return list.stream().map(one -> filled(one, values)).toList();
        }
        String text = String.valueOf(node);
        for (Map.Entry<String, Object> value : values.entrySet()) {
            text = text.replace(value.getKey(), String.valueOf(value.getValue()));
        }
        return node instanceof String ? text : node;
    }

    @Test
    void whatATemplateIsMadeIntoIsAmongTheRoutesThatAreLookedAt() {
        assertThat(allRoutes()).filteredOn(route -> "nextmv-fetch-logs".equals(route.get("id"))).singleElement().asString()
                .contains("name=nextmv-fetch-logs", "ref=nextmvRunLogs, method=keep", "expression=nextmvCannotBeHad");
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void everyFileIsFoundByTheGatewayAndNamedAfterItsMainRoute(Path file) {
        String name = file.getFileName().toString();

        assertThat(name).matches("\\d\\d-[a-z-]+\\.camel\\.yaml");
        if (!name.equals(ERRORS_FILE)) {
            String main = "nextmv-" + name.substring(3, name.length() - ".camel.yaml".length());
            assertThat(routes(file)).first().extracting(route -> route.get("id")).isEqualTo(main);
        }
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void everyRouteHasAnIdOfItsOwnADescriptionAndFewSteps(Path file) {
        for (Map<?, ?> route : routes(file)) {
            assertThat((String) route.get("id")).startsWith("nextmv-");
            assertThat((String) route.get("description")).as("%s: description", route.get("id")).isNotBlank()
                    .doesNotContain("\n").matches("[A-Z].*[^.]");
            List<?> steps = (List<?>) ((Map<?, ?>) route.get("from")).get("steps");
            assertThat(steps).as("%s: steps", route.get("id")).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_STEPS);
        }
        assertThat(allRoutes()).extracting(route -> route.get("id")).doesNotHaveDuplicates();
    }

    @Test
    void theHeadersOfOursThatRoutesUseAreThoseOfTheOneClassThatNamesThem() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Field field : NextmvHeaders.class.getFields()) {
            known.add((String) field.get(null));
        }
        Set<String> used = new TreeSet<>();
        for (Path file : routeFiles()) {
            find(HEADER, Files.readString(file), used);
        }
        assertThat(used).isNotEmpty();
        assertThat(known).containsAll(used);
    }

    /** A header can be set by whoever sends a message or answers a request: what steers a step is none. */
    @Test
    void whatOurRoutesSayToOneAnotherAreThePropertiesOfTheOneClassThatNamesThem() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Field field : Slots.class.getFields()) {
            known.add((String) field.get(null));
        }
        Set<String> used = new TreeSet<>();
        for (Path file : routeFiles()) {
            find(SLOT, Files.readString(file), used);
        }
        assertThat(used).contains("NextmvTicket");
        assertThat(known).as("what goes together is one object in one slot").containsAll(used).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void rulesForErrorsStandInOneFileAndEveryRouteSaysWhichItFollows() {
        Set<Object> rules = new TreeSet<>();
        for (Path file : routeFiles()) {
            List<Map<?, ?>> documents = documents(file);
            if (file.getFileName().toString().equals(ERRORS_FILE)) {
                documents.forEach(one -> rules.add(((Map<?, ?>) one.get("routeConfiguration")).get("id")));
                assertThat(routes(file)).isEmpty();
            } else {
                assertThat(keys(documents)).as(file.toString()).doesNotContain("onException", "redeliveryPolicy",
                        "routeConfiguration", "deadLetterChannel", "defaultErrorHandler", "onExceptionOccurredRef");
            }
        }
        for (Map<?, ?> route : allRoutes()) {
            boolean none = Map.of("noErrorHandler", Map.of()).equals(route.get("errorHandler"));
            Object rule = route.get("routeConfigurationId");
            if (rule == null) {
                // Called by a route that has a rule, or a probe that nobody waits for.
                assertThat(none || route.get("id").toString().startsWith("nextmv-probe")).as("%s names its rule", route.get("id"))
                        .isTrue();
            } else {
                assertThat(rules).contains(rule);
                assertThat(none).isFalse();
            }
        }
    }

    /**
     * Camel asks the bean of an onWhen with a copy of the exchange that has no exception: it would judge by what was met before.
     * A simple expression and a predicate of the registry see what was thrown.
     */
    @Test
    void whatIsAskedAboutAnExceptionSeesTheException() {
        List<Object> asked = new ArrayList<>();
        routeFiles().forEach(file -> whens(documents(file), asked));

        assertThat(asked).hasSizeGreaterThan(10).allSatisfy(when -> assertThat(when).asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.MAP).satisfiesAnyOf(
                        map -> assertThat(map).containsOnlyKeys("simple"), map -> assertThat(map).containsOnlyKeys("ref"),
                        // It looks at the disk, whatever was thrown.
                        map -> assertThat(map).isEqualTo(Map.of("method", Map.of("ref", "nextmvCancellations", "method", "isOld")))));
    }

    private static void whens(Object node, List<Object> found) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if ("onWhen".equals(key)) {
                    found.add(value);
                }
                whens(value, found);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(one -> whens(one, found));
        }
    }

    /** An answer that breaks off must fail the step that reads it, in whatever context: see 50-request. */
    @Test
    void everyRouteThatLeadsToARequestHasCamelsStreamCachingOff() {
        Set<Object> leading = new TreeSet<>(Set.of("nextmv-send", "nextmv-storage-send"));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map<?, ?> route : allRoutes()) {
                boolean leads = leading.stream().anyMatch(name -> route.toString().contains("=direct:" + name + "}")
                        || route.toString().contains("=direct:" + name + ","));
                Map<?, ?> parameters = (Map<?, ?>) ((Map<?, ?>) route.get("from")).get("parameters");
                Object name = ((Map<?, ?>) route.get("from")).get("uri").equals("direct")
                        ? parameters.get("name")
                        : route.get("id");
                grown |= leads && leading.add(name);
                if (leads) {
                    assertThat(route.get("streamCache")).as("%s: streamCache", route.get("id")).isEqualTo(false);
                }
            }
        }
        assertThat(leading).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @MethodSource("routeFiles")
    void yamlIsWrittenInFullWithQuotedPlaceholders(Path file) throws IOException {
        for (String line : Files.readAllLines(file)) {
            assertThat(line).as("an unquoted placeholder").doesNotContainPattern(":\\s+\\{\\{");
            assertThat(line).as("a tab").doesNotContain("\t");
        }
        for (Map<?, ?> route : routes(file)) {
            assertThat(route.get("from")).as("from has a uri").asInstanceOf(
                    org.assertj.core.api.InstanceOfAssertFactories.MAP).containsKeys("uri", "steps");
        }
    }

    @Test
    void theSettingsThatAreUsedAreExactlyThoseOfTheTable() throws IOException {
        Properties table = load(SETTINGS);
        Set<String> used = new TreeSet<>();
        for (Path file : routeFiles()) {
            find(PLACEHOLDER, Files.readString(file), used);
        }
        for (Path file : FileTree.in(CONFIG)) {
            find(PLACEHOLDER, Files.readString(file), used);
        }
        for (Path source : sources("main")) {
            find(NAMED_IN_JAVA, Files.readString(source), used);
        }
        // Camel reads its own by itself; what merely names the folder of resources in the jar is no setting.
        Set<String> ours = table.stringPropertyNames().stream().filter(key -> key.startsWith("nextmv."))
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeIf(key -> !key.startsWith("nextmv."));

        assertThat(used).isEqualTo(ours);
    }

    @Test
    void everySettingOfTheTableIsExplainedAboveIt() throws IOException {
        List<String> unexplained = new ArrayList<>();
        String before = "";
        for (String line : Files.readAllLines(SETTINGS)) {
            if (line.startsWith("nextmv.") && !before.startsWith("# ")) {
                unexplained.add(line);
            }
            before = line;
        }

        assertThat(unexplained).isEmpty();
    }

    @Test
    void profilesHoldNoSettingThatTheTableDoesNot() throws IOException {
        Set<String> known = load(SETTINGS).stringPropertyNames();
        for (Path file : FileTree.in(CONFIG).stream().filter(path -> path.toString().endsWith(".properties")).toList()) {
            // A broker's client, and Camel's component for it, are set up in its profile and nowhere else.
            assertThat(load(file).stringPropertyNames()).as(file.toString())
                    .filteredOn(key -> key.startsWith("nextmv.")).isSubsetOf(known);
        }
    }

    @Test
    void readmePointsToTheTable() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("(config/application.properties)");
    }

    /** The public interface names meters in the same way. */
    @Test
    void pagesNameNoSettingThatTheTableDoesNot() throws IOException {
        Set<String> named = new TreeSet<>();
        for (Path page : Stream.concat(Stream.of(Path.of("README.md")), FileTree.all(Path.of("docs")).stream())
                .filter(file -> file.toString().endsWith(".md") && !file.endsWith("public-interface.md")).toList()) {
            find(Pattern.compile("`(?:-D)?(nextmv\\.[a-z0-9.-]*[a-z0-9])(?:`|=)"), Files.readString(page), named);
        }

        assertThat(named).hasSizeGreaterThan(60);
        assertThat(load(SETTINGS).stringPropertyNames()).as("settings that README and docs name").containsAll(named);
    }

    /** Whatever a gateway works in loses files between their being listed and their being looked at. */
    @Test
    void testsLookIntoFoldersByTheOneClassThatBearsThatFilesGoAway() throws IOException {
        List<Path> tests = Stream.concat(sources("test").stream(), sources("browser").stream())
                .filter(file -> !file.endsWith("FileTree.java")).toList();

        assertThat(tests).hasSizeGreaterThan(100).allSatisfy(file -> assertThat(LOOKS_INTO_A_FOLDER
                .matcher(Files.readString(file)).results().map(MatchResult::group)).as("%s", file).isEmpty());
    }

    private static List<Path> sources(String kind) {
        return FileTree.files(Path.of("src", kind, "java")).stream().filter(path -> path.toString().endsWith(".java"))
                .toList();
    }

    private static void find(Pattern pattern, String text, Set<String> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }

    private static Set<String> keys(Object node) {
        Set<String> keys = new TreeSet<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                keys.add(key.toString());
                keys.addAll(keys(value));
            });
        } else if (node instanceof Collection<?> list) {
            list.forEach(one -> keys.addAll(keys(one)));
        }
        return keys;
    }
}
