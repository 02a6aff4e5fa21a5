package io.camelnextmv.pickup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which files stay in an inbox, and why: once when they are found there, and once a day with their number. It
 * remembers a bounded number of names, and writes a bounded number of lines, whatever lies there.
 */
final class LeftFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LeftFiles.class);
    /** Of so many names of a kind it is known that they were told; of more only their number is. */
    private static final int NAMES = 1000;
    private static final int EXAMPLES = 3;
    /** Files that come and go are told together. */
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofDays(1);
    /** An upload has its unfinished name for as long as it takes: not worth a word. */
    private static final Duration A_WHILE = Duration.ofMinutes(10);

    /** Why a file stays. */
    enum Why {
        LINK(Duration.ZERO, true, "a link or a device is not read. Drop the file itself"),
        SIDECAR_LINK(Duration.ZERO, true, "what lies beside it and says how it is run is a link or a device. Drop the"
                + " file itself, or take the link away"),
        SIDECAR_UNREADABLE(Duration.ZERO, true, "what lies beside it and says how it is run may not be read. Let the"
                + " gateway's user read it"),
        SIDECAR_NAME(Duration.ZERO, true, "it is found beside an input only if it is called .nextmv.yaml, .nextmv.yml or"
                + " .nextmv.json, without a mix of small and capital letters. Rename it"),
        SIDECAR_MISNAMED(Duration.ZERO, true, "the ending of what lies beside it and says how it is run mixes small and"
                + " capital letters, and it would be run without. Rename that, or take it away"),
        UNREADABLE(Duration.ZERO, true, "it cannot be read. Let the gateway's user read it"),
        /** In the locale "C" Java cannot name a file whose name is not ASCII: nothing can be done but to say so. */
        UNREADABLE_NAME(Duration.ZERO, true, "its name cannot be read in this process's locale ("
                + System.getProperty("sun.jnu.encoding")
                + "). Start the gateway with LC_ALL=C.UTF-8, or rename the file"),
        REPORT(Duration.ZERO, false, "it is an error report of this gateway, or belongs to one, and no input. Take it"
                + " away when you have read it; the command retry brings inputs back without theirs"),
        IGNORED(A_WHILE, false, "its name says that it is unfinished or private (see nextmv.inbox.ignore). Rename it if"
                + " it is an input"),
        FOLDER(A_WHILE, false, "a folder is an input when a file <name>.ready lies beside it"),
        MARKER(A_WHILE, false, "there is no folder of its name"),
        SIDECAR(A_WHILE, false, "the input that it is for is not there");

        /** It may be gone by then. */
        private final Duration unsaidFor;
        private final boolean warns;
        private final String words;

        Why(Duration unsaidFor, boolean warns, String words) {
            this.unsaidFor = unsaidFor;
            this.warns = warns;
            this.words = words;
        }
    }

    /** When a name was first seen, and whether it was told. */
    private record Stay(long since, boolean told) {
    }

    /** What stays for one reason. */
    private static final class Pile {
        private Map<String, Stay> before = Map.of();
        private Map<String, Stay> now = new LinkedHashMap<>();
        private long unnamed;
        private OptionalLong lastLine = OptionalLong.empty();
    }

    private final Path inbox;
    private final Map<Why, Pile> piles = new EnumMap<>(Why.class);

    /** @param inbox the folder that they stay in */
    LeftFiles(Path inbox) {
        this.inbox = inbox;
    }

    /**
     * A file that stays.
     *
     * @param name its name
     * @param why  why
     * @param now  the time, in nanoseconds of a clock that does not jump
     */
    void see(String name, Why why, long now) {
        Pile pile = piles.computeIfAbsent(why, kind -> new Pile());
        if (pile.now.size() < NAMES) {
            Stay stay = pile.before.get(name);
            pile.now.put(name, stay == null ? new Stay(now, false) : stay);
        } else {
            pile.unnamed++;
        }
    }

    /**
     * All that stay have been seen: what is to be said is said.
     *
     * @param now the time, in nanoseconds of a clock that does not jump
     */
    void tell(long now) {
        piles.forEach((why, pile) -> {
            tell(why, pile, now);
            pile.before = pile.now;
            pile.now = new LinkedHashMap<>();
            pile.unnamed = 0;
        });
    }

    private void tell(Why why, Pile pile, long now) {
        List<String> fresh = new ArrayList<>();
        pile.now.forEach((name, stay) -> {
            if (!stay.told() && now - stay.since() >= why.unsaidFor.toNanos()) {
                fresh.add(name);
            }
        });
        boolean rested = pile.lastLine.isEmpty() || now - pile.lastLine.getAsLong() >= BETWEEN_LINES.toNanos();
        if (!fresh.isEmpty() && rested) {
            say(why, fresh, pile.unnamed, "");
            fresh.forEach(name -> pile.now.computeIfPresent(name, (same, stay) -> new Stay(stay.since(), true)));
            pile.lastLine = OptionalLong.of(now);
        } else if (!pile.now.isEmpty() && pile.lastLine.isPresent()
                && now - pile.lastLine.getAsLong() >= AGAIN.toNanos()) {
            say(why, List.copyOf(pile.now.keySet()), pile.unnamed, "still ");
            pile.lastLine = OptionalLong.of(now);
        }
    }

    private void say(Why why, List<String> names, long unnamed, String still) {
        long more = Math.max(0, names.size() - EXAMPLES) + unnamed;
        String examples = String.join(", ", names.subList(0, Math.min(EXAMPLES, names.size())));
        String line = examples + (more == 0 ? "" : " and " + more + " more") + " " + still
                + (names.size() == 1 && more == 0 ? "stays" : "stay") + " in the inbox " + inbox + ": " + why.words + ".";
        if (why.warns) {
            LOG.warn("{}", line);
        } else {
            LOG.info("{}", line);
        }
    }
}
