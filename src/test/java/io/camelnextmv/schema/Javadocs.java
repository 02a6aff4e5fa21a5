package io.camelnextmv.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the sources say of their records and enumerations, as plain text. */
public final class Javadocs {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern CODE = Pattern.compile("\\{@code\\s+((?:[^{}]|\\{[^{}]*})*)}");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+([^}]*)}");

    private Javadocs() {
    }

    /**
     * @param type a record or an enumeration
     * @return the first paragraph of its documentation
     */
    static String of(Class<?> type) {
        return plain(commentOf(type).split("\n@|\n<p>", 2)[0]);
    }

    /**
     * @param type      a record
     * @param component the name of one of its components
     * @return what is said of it; empty where nothing is said
     */
    public static Optional<String> of(Class<?> type, String component) {
        return raw(type, component).map(Javadocs::plain);
    }

    /** The words in it that are marked as code, in their order. */
    static List<String> words(Class<?> type, String component) {
        return CODE.matcher(raw(type, component).orElseThrow()).results().map(result -> result.group(1)).toList();
    }

    /** What each of its constants means, in one text. */
    static String ofConstants(Class<?> type) {
        String source = source(type);
        String body = source.substring(declaration(source, type));
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).map(name -> {
            Matcher said = Pattern.compile("/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*" + name + "\\b").matcher(body);
            return said.find() ? name + ": " + plain(said.group(1)) : name;
        }).collect(Collectors.joining(" "));
    }

    private static Optional<String> raw(Class<?> type, String component) {
        return Arrays.stream(commentOf(type).split("\n@")).filter(tag -> tag.matches("(?s)param\\s+" + component + "\\s.*"))
                .map(tag -> tag.replaceFirst("param\\s+" + component + "\\s+", "")).findFirst();
    }

    private static String commentOf(Class<?> type) {
        String source = source(type);
        String before = source.substring(0, declaration(source, type));
        int end = before.lastIndexOf("*/");
        int start = before.lastIndexOf("/**", end);
        if (start < 0 || before.substring(end + 2).contains(";")) {
            throw new IllegalStateException(type + " has no documentation");
        }
        return before.substring(start + 3, end).lines().map(line -> line.replaceFirst("^\\s*\\* ?", "").strip())
                .collect(Collectors.joining("\n"));
    }

    private static int declaration(String source, Class<?> type) {
        Matcher matcher = Pattern.compile("\\b(?:record|enum) " + type.getSimpleName() + "\\b").matcher(source);
        if (!matcher.find()) {
            throw new IllegalStateException(type + " is not in its source");
        }
        return matcher.start();
    }

    private static String source(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        try {
            return Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String text) {
        String words = CODE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
        words = LINK.matcher(words).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
        return words.lines().map(line -> line.replaceFirst("^\\s*\\* ?", "")).collect(Collectors.joining(" "))
                .replaceAll("<[^>]{1,3}>", "").replaceAll("\\s+", " ").strip();
    }
}
