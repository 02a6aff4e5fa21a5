package io.camelnextmv.pickup;

import io.camelnextmv.deliver.Names;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import java.nio.charset.StandardCharsets;

/** The name of an input, as a message gives it: whoever sends a message decides upon no path of this machine. */
final class InputName {
    /** Where the message gives none, or none that can be. */
    static final String DEFAULT = "message.json";
    /** In bytes, as file systems count. Most take 255; the rest is room for what is put around a name. */
    private static final int LONGEST = 200;
    /** In bytes: what is longer is no ending. */
    private static final int LONGEST_ENDING = 50;

    private InputName() {
    }

    /**
     * @param given the name that a message gives
     * @return the name that its input gets: the same, or what is left of one that is too long, with its ending
     * @throws IllegalArgumentException if it can be no file's name
     */
    static String of(String given) {
        String name = bytes(given) <= LONGEST ? given : shortened(given);
        if (!canBe(name)) {
            throw new IllegalArgumentException("the header NextmvInput is no name for an input");
        }
        return name;
    }

    /** The same for a message that is refused in any case. */
    static String orDefault(String given) {
        try {
            return of(given);
        } catch (IllegalArgumentException e) {
            return DEFAULT;
        }
    }

    private static boolean canBe(String name) {
        return Contained.isName(name) && !name.startsWith(".")
                && name.chars().noneMatch(c -> Character.isISOControl(c) || c == '\\') && !Sidecars.isOne(name);
    }

    private static String shortened(String given) {
        String ending = Names.of(given).ending();
        String kept = bytes(ending) <= LONGEST_ENDING ? ending : "";
        StringBuilder stem = new StringBuilder(given.substring(0, given.length() - kept.length()));
        // Each letter has a byte at least.
        stem.setLength(Math.min(stem.length(), LONGEST));
        while (bytes(stem + kept) > LONGEST) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        if (stem.length() > 0 && Character.isHighSurrogate(stem.charAt(stem.length() - 1))) {
            stem.setLength(stem.length() - 1);
        }
        return stem + kept;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
