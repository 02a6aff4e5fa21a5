package io.camelnextmv.deliver;

import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies in a folder of inputs without an output, told by the reports there. */
public final class ErrorFolder {
    private ErrorFolder() {
    }

    /**
     * An input that came back, with all that lies beside it under its stem.
     *
     * @param folder the folder
     * @param stem   what its files' names have in common
     * @param file   the name that it had in its inbox
     * @param ticket its ticket
     * @param runId  its run, if there was one
     * @param status what became of it
     */
    public record Returned(Path folder, String stem, String file, TicketName ticket, Optional<String> runId, String status) {
        /** @return the report, which is there */
        public Path report() {
            return Contained.child(folder, Names.report(stem));
        }

        /** @return the input, a file or a folder; whatever it is; empty where it is not there */
        public Optional<Path> input() {
            Path asFile = Contained.child(folder, Names.of(file).file(stem));
            if (Files.exists(asFile, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(asFile);
            }
            // The name of a folder has no ending, and is a part of its stem: another folder is somebody else's.
            return Optional.of(Contained.child(folder, stem)).filter(asFolder -> stem.startsWith(file)
                    && Files.exists(asFolder, LinkOption.NOFOLLOW_LINKS));
        }

        /**
         * @param file a file or folder that is called like something that came with it
         * @return whether it is another input that came back, by the report of its own
         */
        boolean isAnothers(Path file) {
            String name = file.getFileName().toString();
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Stream.of(Names.of(name).stem(), name)
                    .filter(other -> !other.equals(stem)).flatMap(other -> of(folder, other).stream())
                    .flatMap(other -> other.input().stream()).anyMatch(file::equals);
        }

        private Set<String> names() {
            Set<String> names = Stream.concat(Stream.of(Names.logs(stem), Names.assets(stem), Names.output(stem)),
                    Names.partials(stem).stream()).filter(name -> !isAnothers(Contained.child(folder, name)))
                    .collect(Collectors.toCollection(HashSet::new));
            names.add(Names.report(stem));
            input().ifPresent(input -> Stream.concat(Stream.of(input), Sidecars.of(input).stream())
                    .forEach(path -> names.add(path.getFileName().toString())));
            return names;
        }
    }

    /**
     * Looks through a folder.
     *
     * @param folder the folder; need not exist
     * @return what its reports tell of, by their names
     * @throws IOException if it cannot be read
     */
    public static List<Returned> in(Path folder) throws IOException {
        List<Returned> found = new ArrayList<>();
        String ending = Names.report("");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*" + ending)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                of(folder, name.substring(0, name.length() - ending.length())).ifPresent(found::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        found.sort(Comparator.comparing(Returned::stem));
        return found;
    }

    /**
     * @param report a file that is called like a report
     * @return what it tells of; empty where it is none, or not there any more
     */
    public static Optional<Returned> of(Path report) {
        String name = report.getFileName().toString();
        String ending = Names.report("");
        return name.endsWith(ending) ? of(report.getParent(), name.substring(0, name.length() - ending.length()))
                : Optional.empty();
    }

    /**
     * @param folder the folder
     * @param stem   what files' names have in common
     * @return what the report of this stem tells of; empty where there is none, or it is no report
     */
    static Optional<Returned> of(Path folder, String stem) {
        Path report = Contained.child(folder, Names.report(stem));
        try {
            Map<String, String> said = SmallFile.isOne(report) ? ReportFiles.said(report) : Map.of();
            String file = said.getOrDefault("file", "");
            String status = said.getOrDefault("status", "");
            return !said.containsKey(ReportFiles.TICKET) || status.isEmpty() || !Contained.isName(file)
                    ? Optional.empty()
                    : Optional.of(new Returned(folder, stem, file, new TicketName(said.get(ReportFiles.TICKET)),
                            Optional.ofNullable(said.get(ReportFiles.RUN_ID)), status));
        } catch (IOException e) {
            // Gone, or not to be read.
            return Optional.empty();
        }
    }

    /**
     * Whom a name means: what has the most exact one. A ticket or a run; else what is called so here, input, report or
     * what else came with it; else all inputs that were called so in their inbox; else the same of names that only look
     * the same.
     *
     * @param all  what came back
     * @param name a name
     * @return those that are meant
     */
    public static List<Returned> named(List<Returned> all, String name) {
        List<Function<Returned, Boolean>> ways = List.of(
                one -> one.ticket().text().equals(name) || one.runId().filter(name::equals).isPresent(),
                one -> one.names().contains(name),
                one -> one.file().equals(name),
                one -> one.names().stream().anyMatch(other -> looksLike(other, name)),
                one -> looksLike(one.file(), name));
        return ways.stream().map(way -> all.stream().filter(way::apply).toList()).filter(found -> !found.isEmpty())
                .findFirst().orElse(List.of());
    }

    /** A name with an umlaut has two spellings, composed and decomposed. */
    private static boolean looksLike(String one, String other) {
        return Normalizer.normalize(one, Normalizer.Form.NFC).equals(Normalizer.normalize(other, Normalizer.Form.NFC));
    }
}
