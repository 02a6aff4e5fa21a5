package io.camelnextmv.cli;

import io.camelnextmv.deliver.ErrorFolder;
import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.deliver.RedriveWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which of the inputs that came back are meant. */
final class RetryChoice {
    private final List<RedriveWay> ways;
    private final List<Path> bases;

    /**
     * @param ways  the inboxes, and where their inputs come back
     * @param bases the folders that a name with a folder before it may be meant from
     */
    RetryChoice(List<RedriveWay> ways, List<Path> bases) {
        this.ways = List.copyOf(ways);
        this.bases = List.copyOf(bases);
    }

    /**
     * @return all that came back without an output; not those that were canceled
     * @throws IOException if a folder cannot be read
     */
    List<Returned> all() throws IOException {
        return in(ways.stream().map(RedriveWay::errors));
    }

    /**
     * Each once, however often it is named: a shell that is given errors/* names each of its files.
     *
     * @param names   what was named
     * @param unknown is told of each name that means none or several, and why
     * @return what is meant
     * @throws IOException if a folder cannot be read
     */
    List<Returned> named(List<String> names, BiConsumer<String, String> unknown) throws IOException {
        List<Returned> errors = all();
        List<Returned> canceled = in(ways.stream().map(RedriveWay::canceled));
        Map<Path, Returned> chosen = new LinkedHashMap<>();
        for (String name : names) {
            Optional<Path> path = path(name);
            Predicate<Returned> there = returned -> path.isEmpty() || bases.stream()
                    .anyMatch(base -> isSame(base.resolve(path.get()).getParent(), returned.folder()));
            String last = path.map(Path::getFileName).map(Path::toString).orElse(name);
            List<Returned> meant = Stream.of(errors, canceled)
                    .map(folder -> ErrorFolder.named(folder.stream().filter(there).toList(), last))
                    .filter(some -> !some.isEmpty()).findFirst().orElse(List.of());
            if (meant.size() == 1) {
                chosen.put(meant.get(0).report(), meant.get(0));
            } else {
                unknown.accept(name, meant.isEmpty() ? "nothing of that name is in errors or canceled, with its report"
                        : meant.size() + " inputs are called so: retry by ticket: " + String.join(", ",
                                meant.stream().map(returned -> returned.ticket().text()).toList()));
            }
        }
        return List.copyOf(chosen.values());
    }

    private static List<Returned> in(Stream<Path> folders) throws IOException {
        List<Returned> found = new ArrayList<>();
        for (Path folder : folders.distinct().toList()) {
            found.addAll(ErrorFolder.in(folder));
        }
        return found;
    }

    /** A name with a folder before it. */
    private static Optional<Path> path(String name) {
        try {
            return Optional.of(Path.of(name)).filter(path -> path.getFileName() != null && path.getParent() != null);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }
}
