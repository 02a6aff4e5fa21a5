package io.camelnextmv.limits;

import java.util.Map;

/**
 * The limits of an account, and how much of them is ours.
 *
 * @param limits those that there are
 * @param share  our part of each, above 0 and at most 1
 */
public record AccountLimits(Map<Kind, Limit> limits, double share) {
    /** What is limited, each by itself. */
    public enum Kind {
        /** New runs. */
        RUNS("runs"),
        /** Results that are asked for. */
        RESULTS("results"),
        /** All requests of the API, those two among them. */
        REQUESTS("requests");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** @return its name in the settings and in sentences */
        public String word() {
            return word;
        }
    }

    /** None at all. */
    public static final AccountLimits NONE = new AccountLimits(Map.of(), 1);

    /** @throws IllegalArgumentException if the share is out of its range */
    public AccountLimits {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 1");
        }
        limits = Map.copyOf(limits);
    }
}
