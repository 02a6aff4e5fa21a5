package io.camelnextmv.pickup;

import io.camelnextmv.store.Sidecars;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which names of inputs were seen to have sidecars beside them, so that the disk need be asked for those only. In what it
 * keeps it is bounded: where there is no room for a name it is marked, and two names may share a mark.
 */
final class SidecarNames {
    private static final String SIDECAR = ".nextmv.";
    /** In 128 KiB each. */
    private static final int MARKS = 1 << 20;
    private final int most;
    private final BitSet besides = new BitSet(MARKS);
    /** Names with something beside them that would not be found with them; those for which there is no room are marked. */
    private final Set<String> misnamed = new HashSet<>();
    private final BitSet moreMisnamed = new BitSet(MARKS);

    /** @param most for so many misnamed ones there is room */
    SidecarNames(int most) {
        this.most = most;
    }

    /** Another look through the inbox begins. */
    void clear() {
        besides.clear();
        misnamed.clear();
        moreMisnamed.clear();
    }

    /** A sidecar is called as one of this input. */
    void see(String input) {
        besides.set(mark(input));
    }

    /** The same would not be found with the input. */
    void seeMisnamed(String input) {
        if (misnamed.size() < most) {
            misnamed.add(input);
        } else {
            moreMisnamed.set(mark(input));
        }
    }

    /** Whether a sidecar lies beside an input that would not be found with it. */
    boolean isMisnamedBeside(Path input) {
        String name = input.getFileName().toString();
        return misnamed.contains(name) || moreMisnamed.get(mark(name));
    }

    /** Whether a sidecar may lie beside an input; if not, none does. */
    boolean mayBeBeside(Path input) {
        return besides.get(mark(input.getFileName().toString()));
    }

    private static int mark(String name) {
        return name.hashCode() & MARKS - 1;
    }

    /** The name of the input that a sidecar of this name is for; empty where no sidecar is called so. */
    static Optional<String> inputOf(String name) {
        int stem = Sidecars.isOne(name) ? name.toLowerCase(Locale.ROOT).lastIndexOf(SIDECAR) : 0;
        return stem > 0 ? Optional.of(name.substring(0, stem)) : Optional.empty();
    }
}
