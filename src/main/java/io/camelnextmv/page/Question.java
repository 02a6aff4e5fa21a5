package io.camelnextmv.page;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Message;

/**
 * What of all that is on its way somebody wants to see.
 *
 * @param filter a part of what a row holds, in small letters; empty for all
 * @param sort   in which order
 * @param down   whether that is turned round
 * @param rows   how many rows of what is on its way, {@value #LEAST} to {@value #MOST}
 */
record Question(String filter, Sort sort, boolean down, int rows) {
    static final int LEAST = 100;
    static final int MOST = 500;
    private static final int LONGEST = 100;

    /** The orders. */
    enum Sort {
        SINCE(Comparator.comparing(InFlightRow::since)),
        FILE(Comparator.comparing(InFlightRow::file)),
        STEP(Comparator.comparing(InFlightRow::step)),
        STATUS(Comparator.comparing(row -> row.status().orElse(""))),
        NEXT(Comparator.comparing(row -> row.nextLook().map(at -> at.toEpochMilli()).orElse(Long.MAX_VALUE))),
        DEADLINE(Comparator.comparing(row -> row.deadline().map(at -> at.toEpochMilli()).orElse(Long.MAX_VALUE)));

        private final Comparator<InFlightRow> order;

        Sort(Comparator<InFlightRow> order) {
            this.order = order;
        }
    }

    /** Of a request; what is not said, or cannot be, is as it is by default. */
    static Question of(Message request) {
        return new Question(text(request, "filter").strip().toLowerCase(Locale.ROOT), sort(text(request, "sort")),
                text(request, "down").equals("true"), rows(text(request, "rows")));
    }

    private static String text(Message request, String name) {
        // What is given twice is a list.
        return Optional.ofNullable(request.getHeader(name)).filter(String.class::isInstance).map(Object::toString)
                .map(text -> text.substring(0, Math.min(LONGEST, text.length()))).orElse("");
    }

    private static Sort sort(String name) {
        for (Sort one : Sort.values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(name)) {
                return one;
            }
        }
        return Sort.SINCE;
    }

    private static int rows(String number) {
        return number.matches("\\d{1,6}") ? Math.max(LEAST, Math.min(MOST, Integer.parseInt(number))) : LEAST;
    }

    /** @param has whether a row has a part of something in it, in small letters */
    boolean wants(Predicate<String> has) {
        return filter.isEmpty() || has.test(filter);
    }

    /** The oldest first where nothing else tells. */
    Comparator<InFlightRow> order() {
        Comparator<InFlightRow> order = down ? sort.order.reversed() : sort.order;
        return order.thenComparing(InFlightRow::since).thenComparing(InFlightRow::ticket);
    }
}
