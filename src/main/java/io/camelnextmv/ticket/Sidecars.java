package io.camelnextmv.ticket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files beside inputs that say how they are run: {@code orders.json.nextmv.yaml} for {@code orders.json}. */
public final class Sidecars {
    /** Both are of one length. */
    private static final List<String> ENDINGS = List.of(".nextmv.yaml", ".nextmv.json");

    private static final Pattern INPUT_ID = Pattern.compile("(?m)^[\\s{,\"']*input[-_]id[\"']?\\s*:");
    private static final int MOST = 64 * 1024;

    private Sidecars() {
    }

    /**
     * @param name a file's name
     * @return whether it is such a file, and no input
     */
    public static boolean isOne(String name) {
        return ENDINGS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    /**
     * @param file such a file
     * @return whether it is all there is: it names a managed input, and lies beside none
     */
    public static boolean standsAlone(Path file) {
        String name = file.getFileName().toString();
        int stem = name.length() - ENDINGS.get(0).length();
        if (stem <= 0 || Files.exists(file.resolveSibling(name.substring(0, stem)))) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return INPUT_ID.matcher(new String(in.readNBytes(MOST), StandardCharsets.UTF_8)).find();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Those of an input.
     *
     * @param input the input, in its inbox
     * @return what lies beside it: one file, or none
     */
    public static List<Path> of(Path input) {
        return ENDINGS.stream().map(ending -> input.resolveSibling(input.getFileName() + ending))
                .filter(Files::isRegularFile).toList();
    }

    /** The name of one that is written in JSON. */
    static Path json(Path input) {
        return input.resolveSibling(input.getFileName() + ENDINGS.get(1));
    }

    /** Takes them into a ticket's folder, behind their input. */
    static void take(Path input, Path folder, Durability durability) throws IOException {
        for (Path sidecar : of(input)) {
            Directories.make(folder);
            try {
                Files.move(sidecar, folder.resolve(sidecar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                // somebody took it away meanwhile
            }
            durability.settle(folder);
            durability.settle(sidecar.toAbsolutePath().getParent());
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
