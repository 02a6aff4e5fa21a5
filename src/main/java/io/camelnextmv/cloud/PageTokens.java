package io.camelnextmv.cloud;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens that lead through the pages of one list, each once: a list that goes round in circles has an end, and so has
 * one that never ends. Not safe for many threads.
 */
public final class PageTokens {
    /** In characters: what does not fit into an address leads nowhere. */
    private static final int LONGEST = 2000;
    private final int most;
    private final Set<String> seen = new HashSet<>();
    private int pages;
    private boolean cut;

    /** @param most so many pages are read at most */
    public PageTokens(int most) {
        this.most = most;
    }

    /**
     * A page has come.
     *
     * @param token the token that it gives for the next one
     * @return the same, if that page is to be asked for
     */
    public Optional<String> after(Optional<String> token) {
        pages++;
        if (token.isEmpty()) {
            return token;
        }
        boolean fits = token.get().length() <= LONGEST && pages < most;
        cut |= !fits;
        return token.filter(text -> fits && seen.add(text));
    }

    /** @return whether there is more behind the last page that was read than is asked for */
    public boolean isCut() {
        return cut;
    }
}
