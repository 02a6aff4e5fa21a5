package io.camelnextmv.submit;

import io.camelnextmv.ticket.LastUsed;
import io.camelnextmv.ticket.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The runs of each application that are known to have been started last: they show how far back a list reaches. Safe for
 * many threads.
 */
public final class KnownRuns {
    private static final int MOST = 100;
    /** Of so many applications; of another one a look shows less, and is made once more. */
    private static final int MOST_APPLICATIONS = 1000;
    private final Map<String, List<Known>> known = new LastUsed<>(MOST_APPLICATIONS);

    private record Known(String run, Instant answered) {
    }

    /** To be told of every run that is known; a ticket without a run says nothing. */
    synchronized void add(Ticket ticket) {
        if (ticket.runId().isEmpty() || ticket.submittedAt().isEmpty()) {
            return;
        }
        List<Known> newestFirst = known.computeIfAbsent(ticket.target(), application -> new ArrayList<>());
        Known run = new Known(ticket.runId().get(), ticket.submittedAt().get());
        int newer = 0;
        while (newer < newestFirst.size() && newestFirst.get(newer).answered().isAfter(run.answered())) {
            newer++;
        }
        newestFirst.add(newer, run);
        if (newestFirst.size() > MOST) {
            newestFirst.remove(MOST);
        }
    }

    /** The run that was started last. */
    synchronized Optional<String> newest(String application) {
        return Optional.ofNullable(known.get(application)).map(runs -> runs.get(0).run());
    }

    /** The runs whose requests had been answered by then. */
    synchronized Set<String> startedBefore(String application, Instant time) {
        return known.getOrDefault(application, List.of()).stream().filter(run -> run.answered().isBefore(time))
                .map(Known::run).collect(Collectors.toSet());
    }
}
