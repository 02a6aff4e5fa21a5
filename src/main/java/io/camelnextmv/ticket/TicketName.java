package io.camelnextmv.ticket;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A ticket's name, which is also the name of its folder and its mark in the run's description. Wherever a name comes
 * from, a file, a message, an answer or a person, it becomes one here or not at all: nothing that has the form of one can
 * lead out of a folder.
 *
 * @param text 1 to 100 lower-case ASCII letters, digits and hyphens; no hyphen at its beginning
 */
public record TicketName(@JsonValue String text) implements Comparable<TicketName> {
    private static final Pattern FORM = Pattern.compile("[0-9a-z][0-9a-z-]{0,99}");

    /** @throws IllegalArgumentException if the text has not the form of a ticket's name */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TicketName {
        if (text == null || !isOne(text)) {
            throw new IllegalArgumentException("that is no name of a ticket");
        }
    }

    /**
     * @param text some text
     * @return whether it has the form of a ticket's name
     */
    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(TicketName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
