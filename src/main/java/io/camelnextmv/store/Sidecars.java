package io.camelnextmv.store;

import io.camelnextmv.document.BadDocument;
import io.camelnextmv.document.SmallDocument;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.ticket.Contained;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files beside inputs that say how they are run: {@code orders.json.nextmv.yaml} for {@code orders.json}. */
public final class Sidecars {
    private static final String JSON = ".nextmv.json";
    private static final Pattern ONE = Pattern.compile("(?is)(.+)[.]nextmv[.](yaml|yml|json)");
    /**
     * A folder may hold 100,000 files and is not listed for each input: so each way in which a word is commonly written
     * is looked for. What is written still otherwise is told of, see {@link #isFound}.
     */
    private static final List<String> ENDINGS = Stream.of("yaml", "yml", "json").flatMap(Sidecars::written)
            .flatMap(last -> written("nextmv").map(first -> "." + first + "." + last)).toList();
    /** Each part takes what it can and gives nothing back: the time grows with the text and not with its square. */
    private static final Pattern INPUT_ID = Pattern.compile("(?m)(?:^|[{,])[ \\t]*+[\"']?input[-_]id[\"']?[ \\t]*+:");

    private Sidecars() {
    }

    private static Stream<String> written(String word) {
        return Stream.of(word, word.toUpperCase(Locale.ROOT), word.substring(0, 1).toUpperCase(Locale.ROOT)
                + word.substring(1));
    }

    /**
     * @param name a file's name
     * @return whether it is such a file, and no input
     */
    public static boolean isOne(String name) {
        return ONE.matcher("." + name).matches();
    }

    /**
     * @param name a file's name
     * @return the name of the input that such a file is for; empty where it is no such file
     */
    public static Optional<String> inputOf(String name) {
        Matcher one = ONE.matcher(name);
        return one.matches() ? Optional.of(one.group(1)) : Optional.empty();
    }

    /**
     * @param name the name of such a file
     * @return whether it is found beside its input; not when its ending mixes small and capital letters at will
     */
    public static boolean isFound(String name) {
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * @param file such a file
     * @return whether it is all there is: it names a managed input, and lies beside none
     */
    public static boolean standsAlone(Path file) {
        Matcher name = ONE.matcher(file.getFileName().toString());
        if (!name.matches() || Files.exists(Contained.sibling(file, name.group(1)), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        return namesManagedInput(file);
    }

    /**
     * @param file such a file
     * @return whether it names a managed input, so that it would be run if it lay beside no other
     */
    public static boolean namesManagedInput(Path file) {
        try {
            String text = SmallFile.text(file, SmallDocument.LARGEST);
            boolean perhaps = text.contains("input-id") || text.contains("input_id");
            return perhaps && INPUT_ID.matcher(text).find() && namesAnInput(file);
        } catch (IOException | BadDocument e) {
            return false;
        }
    }

    /** And not an option that is called so. What cannot be read does, so that somebody is told what is wrong with it. */
    private static boolean namesAnInput(Path file) throws IOException {
        try {
            Map<String, Object> said = SmallDocument.read(file);
            return said.containsKey("input-id") || said.containsKey("input_id");
        } catch (BadDocument e) {
            return true;
        }
    }

    /**
     * Those of an input.
     *
     * @param input the input, in its inbox
     * @return what lies beside it, whatever it is: one file, or none, if all is well
     */
    public static List<Path> of(Path input) {
        List<Path> found = ENDINGS.stream().map(ending -> Contained.sibling(input, input.getFileName() + ending))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)).toList();
        return found.size() < 2 ? found : found.stream().map(Sidecars::asItIsCalled).distinct().toList();
    }

    /**
     * Asks for nothing but whether something lies beside an input that could be taken with it. Most have nothing there, and
     * where links are not followed each of the many names that are not there costs an exception.
     *
     * @param input the input, in its inbox
     * @return whether {@link #of} finds something that is more than a link which leads nowhere
     */
    public static boolean areBeside(Path input) {
        String beside = Contained.sibling(input, input.getFileName().toString()).toString();
        // Some thirty names for each input: a java.io.File costs a third of what a path does.
        return ENDINGS.stream().anyMatch(ending -> new File(beside + ending).exists());
    }

    /** Where small and capital letters are one, a file is found under many names. */
    private static Path asItIsCalled(Path file) {
        try {
            return file.resolveSibling(file.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName());
        } catch (IOException e) {
            return file;
        }
    }

    /** The name of one that is written in JSON. */
    static Path json(Path input) {
        return Contained.sibling(input, input.getFileName() + JSON);
    }

    /** Takes them into a ticket's folder, behind their input. */
    static void take(Path input, DurableFolder ticket) throws IOException {
        Path folder = ticket.path().resolve(TicketFolder.SIDECARS);
        for (Path sidecar : areBeside(input) ? of(input) : List.<Path>of()) {
            if (!SmallFile.isOne(sidecar)) {
                // Nothing is taken that could lead elsewhere; only an input that is canceled is taken beside one.
                continue;
            }
            Directories.make(folder);
            try {
                Files.move(sidecar, folder.resolve(sidecar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                // somebody took it away meanwhile
            }
            ticket.sync(folder);
            ticket.sync(sidecar.toAbsolutePath().getParent());
        }
    }

    /** Those that were taken, by their names. */
    static List<Path> taken(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> taken = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> isOne(file.getFileName().toString())).sorted().forEach(taken::add);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return taken;
    }
}
