package io.camelnextmv.limits;

import java.util.HashMap;
import java.util.Map;

/** A turn in a {@link Budget}: one that was taken, or is still to come. */
public final class Turn {
    final long number;
    final Map<Pace, Long> passed = new HashMap<>();
    private final Use use;

    Turn(Use use, long number) {
        this.use = use;
        this.number = number;
    }

    /** @return in which line */
    public Use use() {
        return use;
    }
}
