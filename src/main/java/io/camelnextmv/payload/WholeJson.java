package io.camelnextmv.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells a whole JSON value from half of one, by streaming; the value is the application's (see {@link JsonScanner}). */
public final class WholeJson {
    /** What stands alone: of any other word nobody could tell whether it is whole, or JSON at all. */
    private static final Pattern ALONE = Pattern.compile(
            "true|false|null|None|True|False|[+-]?(NaN|nan|Infinity|inf)|[+-]?[.]?[0-9].*");
    private static final int LONGEST_WORD = 16;

    private WholeJson() {
    }

    /**
     * @param file a file
     * @return whether it holds one JSON value, from its beginning to its end
     * @throws IOException if it cannot be read
     */
    public static boolean isIn(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            JsonScanner scanner = new JsonScanner(in);
            int first = scanner.next();
            if (first == '{' || first == '[' || first == '"') {
                scanner.value();
            } else if (!ALONE.matcher(new String(scanner.token(LONGEST_WORD), StandardCharsets.ISO_8859_1)).matches()) {
                return false;
            }
            return scanner.isAtEnd();
        } catch (JsonScanner.NoJson e) {
            return false;
        }
    }
}
