package io.camelnextmv.headers;

import java.util.Optional;

/**
 * How a message was received: what its bus says of it beside what its headers say.
 *
 * @param deliveredBefore whether it was delivered before; empty where its bus does not say so
 * @param fetchedAgain    whether it is fetched again where it is not let go of, and never thrown away
 * @param kept            whether the answer to it stays with its ticket, for whoever asks for it
 */
public record Receipt(Optional<Boolean> deliveredBefore, boolean fetchedAgain, boolean kept) {
    /** Nothing is said of it. */
    public static final Receipt NONE = new Receipt(Optional.empty(), false, false);
    /** It is fetched again. */
    public static final Receipt FETCHED_AGAIN = new Receipt(Optional.empty(), true, false);
    /** The answer to it is kept. */
    public static final Receipt KEPT = new Receipt(Optional.empty(), false, true);

    /**
     * @param before whether it was delivered before
     * @return what its bus says
     */
    public static Receipt of(boolean before) {
        return new Receipt(Optional.of(before), false, false);
    }
}
