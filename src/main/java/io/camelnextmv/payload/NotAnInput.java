package io.camelnextmv.payload;

import io.camelnextmv.ticket.Ending;
import java.time.Instant;
import java.util.function.Function;

/** A file that the service would not take; the message is a sentence. */
public final class NotAnInput extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean unfinished;
    private final transient Function<Instant, Ending> ending;

    private NotAnInput(Function<Instant, Ending> ending, boolean unfinished) {
        super(ending.apply(Instant.EPOCH).error());
        this.ending = ending;
        this.unfinished = unfinished;
    }

    /** It is what it is. */
    static NotAnInput as(Function<Instant, Ending> ending) {
        return new NotAnInput(ending, false);
    }

    /** It ends too early: perhaps not for long. */
    static NotAnInput unfinished(Function<Instant, Ending> ending) {
        return new NotAnInput(ending, true);
    }

    /** @return whether it merely ends too early, as a file does that is still being written */
    public boolean unfinished() {
        return unfinished;
    }

    /**
     * @param now the time
     * @return how its ticket ends
     */
    public Ending ending(Instant now) {
        return ending.apply(now);
    }
}
