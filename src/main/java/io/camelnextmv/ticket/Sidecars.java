package io.camelnextmv.ticket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files beside inputs that say how they are run: {@code orders.json.nextmv.yaml} for {@code orders.json}. */
public final class Sidecars {
    private static final List<String> ENDINGS = List.of(".nextmv.yaml", ".nextmv.json");

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
     * Those of an input.
     *
     * @param input the input, in its inbox
     * @return what lies beside it: one file, or none
     */
    public static List<Path> of(Path input) {
        return ENDINGS.stream().map(ending -> input.resolveSibling(input.getFileName() + ending))
                .filter(Files::isRegularFile).toList();
    }

    /** Takes them into a ticket's folder, behind their input. */
    static void take(Path input, Path folder, Durability durability) throws IOException {
        for (Path sidecar : of(input)) {
            Files.createDirectories(folder);
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
