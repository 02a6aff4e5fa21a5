package io.camelnextmv.document;

import io.camelnextmv.document.SmallDocument.Budget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Makes values of the parser's events one by one, so that each is paid for before it is made: the library's own loader
 * builds all first, nests calls as deep as the document is, and follows an alias into itself.
 */
final class YamlReader {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private final String text;
    private final Iterator<Event> events;
    private final Budget budget;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();

    /** A value that can be named again, and what it costs each time. */
    private record Anchored(Object value, int cost) {
    }

    YamlReader(String text, Budget budget) {
        this.text = text;
        this.budget = budget;
        this.events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    }

    /** The value of the one document; null where there is none. */
    Object read() {
        try {
            Object root = null;
            int documents = 0;
            while (events.hasNext()) {
                if (events.next().getEventId() == Event.ID.DocumentStart) {
                    documents++;
                    if (documents > 1) {
                        throw new BadDocument("it holds more than one document: take out the lines ---");
                    }
                    root = value(events.next(), 0);
                }
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            throw new BadDocument(e.getProblemMark().map(this::words).orElse("it is not YAML"));
        } catch (ReaderException e) {
            throw new BadDocument(String.format("it holds a character that no text has (U+%04X): save it as UTF-8",
                    e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw new BadDocument("it is not YAML");
        }
    }

    private Object value(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            Anchored named = Optional.ofNullable(anchors.get(alias.getAlias())).orElseThrow(() -> new BadDocument(
                    "*" + alias.getAlias() + " names nothing that has ended before it" + at(event)));
            budget.spend(named.cost());
            return named.value();
        }
        int before = budget.left();
        Object value = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> list(depth + 1);
            default -> map(depth + 1);
        };
        ((NodeEvent) event).getAnchor()
                .ifPresent(anchor -> anchors.put(anchor, new Anchored(value, before - budget.left())));
        return value;
    }

    private Object scalar(ScalarEvent scalar) {
        budget.spend(1 + scalar.getValue().length());
        if (!scalar.isPlain() || scalar.getTag().isPresent()) {
            return scalar.getValue();
        }
        return NULLS.contains(scalar.getValue()) ? null
                : Literal.is(scalar.getValue()) ? new Literal(scalar.getValue()) : scalar.getValue();
    }

    private List<Object> list(int depth) {
        Budget.depth(depth);
        budget.spend(1);
        List<Object> list = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            list.add(value(next, depth));
        }
        return list;
    }

    private Map<String, Object> map(int depth) {
        Budget.depth(depth);
        budget.spend(1);
        Map<String, Object> map = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            if (!(next instanceof ScalarEvent name)) {
                throw new BadDocument("a name must be a text" + at(next));
            }
            scalar(name);
            if (map.containsKey(name.getValue())) {
                throw new BadDocument(name.getValue() + " is given twice" + at(next));
            }
            map.put(name.getValue(), value(events.next(), depth));
        }
        return map;
    }

    private static String at(Event event) {
        return event.getStartMark().map(mark -> " (" + where(mark) + ")").orElse("");
    }

    private static String where(Mark mark) {
        return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    private String words(Mark mark) {
        String line = text.lines().skip(mark.getLine()).findFirst().orElse("");
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        boolean tab = indent.indexOf('\t') >= 0
                || mark.getColumn() < line.length() && line.charAt(mark.getColumn()) == '\t';
        String mend = tab ? "indent with blanks, not with tabs"
                : text.lines().skip(mark.getLine()).skip(1).allMatch(String::isBlank) && mark.getColumn() >= line.length()
                        ? "it ends before a [, { or quote is closed"
                        : "write name: value, each on a line of its own, and texts that hold : # [ or { in quotes";
        return "it is not YAML at " + where(mark) + ": " + mend;
    }
}
