package io.camelnextmv.headers;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message wants its answer.
 *
 * @param name  the name that the broker knows it by
 * @param topic whether it is a topic; else a queue
 */
public record ReplyTo(String name, boolean topic) {
    private static final Pattern TYPED = Pattern.compile("(?:temp-)?(queue|topic):(?://)?(.+)");

    /**
     * @param text the name, perhaps with its kind before it: {@code topic:prices}, {@code queue://replies}
     * @return the same in two parts
     */
    public static ReplyTo of(String text) {
        Matcher typed = TYPED.matcher(text);
        if (!typed.matches()) {
            return new ReplyTo(text, false);
        }
        // A client may have put its own before that.
        ReplyTo inner = of(typed.group(2));
        return new ReplyTo(inner.name(), inner.topic() || typed.group(1).equals("topic"));
    }

    /** @return the text of which it is made again */
    public String text() {
        return topic ? "topic:" + name : name;
    }

    /** @return whether it is one of these, also where it is written with its address before it */
    public boolean isOneOf(Set<String> names) {
        return names.contains(name) || java.util.Arrays.stream(name.split("::")).anyMatch(names::contains);
    }
}
