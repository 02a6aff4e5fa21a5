package io.camelnextmv.proof;

import io.camelnextmv.cloud.RunAccepted;
import io.camelnextmv.cloud.RunInformation;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.cloud.RunList.Row;
import io.camelnextmv.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A service in memory, on a clock that a test turns: its list lags, and requests may arrive late. */
final class ModelledCloud {
    private final MovableClock clock;
    private final Duration gracePeriod;
    private final List<Run> runs = new ArrayList<>();

    /** A run; until it was created the request is still on its way. */
    private static final class Run {
        private final String id;
        private final String description;
        private final Instant created;
        private String status = "running";

        Run(String id, String description, Instant created) {
            this.id = id;
            this.description = description;
            this.created = created;
        }
    }

    ModelledCloud(MovableClock clock, Duration gracePeriod) {
        this.clock = clock;
        this.gracePeriod = gracePeriod;
    }

    /** Starts a run, or will have started it after a while. */
    RunAccepted start(String description, Duration late) {
        Run run = new Run("run-" + runs.size(), description, clock.instant().plus(late));
        runs.add(run);
        return new RunAccepted(run.id);
    }

    /** Others use the application too. */
    void startOthers(int count) {
        for (int i = 0; i < count; i++) {
            start("somebody else's", Duration.ZERO);
        }
    }

    /**
     * A page; its token is the number of the run before which the next one begins. A full page always has one: of a full
     * page without a token nobody can tell whether it is the last, and a ticket may end in doubt by it.
     */
    RunList list(Optional<String> token) {
        Instant listed = clock.instant().minus(gracePeriod);
        int skipped = token.map(Integer::parseInt).orElse(0);
        List<Row> rows = runs.stream().filter(run -> !run.created.isAfter(listed))
                .sorted(Comparator.comparing((Run run) -> run.created).reversed()).skip(skipped)
                .map(run -> new Row(run.id, Optional.of(run.description), Optional.of(run.created), Optional.empty()))
                .toList();
        boolean last = rows.size() < RunList.LIMIT;
        return new RunList(last ? rows : rows.subList(0, RunList.LIMIT),
                last ? Optional.empty() : Optional.of(Integer.toString(skipped + RunList.LIMIT)));
    }

    /** Its clock, as an answer's header tells it. */
    String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** What it says of a run; empty where it does not know it (yet). */
    Optional<RunInformation> metadata(String id) {
        return find(id).filter(run -> !run.created.isAfter(clock.instant())).map(run -> new RunInformation(
                new RunInformation.Metadata(Optional.of(run.status), Optional.of("no vehicle is left"), 10,
                Optional.empty())));
    }

    String result(String id) {
        return "{\"id\":\"" + id + "\",\"output\":" + output(id) + ",\"error_log\":{\"error\":\"no vehicle\"}}";
    }

    static String output(String id) {
        return "{\"of\":\"" + id + "\", \"value\":1.0}";
    }

    String status(String id) {
        return find(id).orElseThrow().status;
    }

    /** All runs that go on end in turn in each of the three ways. */
    void endAll() {
        String[] ends = {"succeeded", "failed", "canceled"};
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).status.equals("running") && !runs.get(i).created.isAfter(clock.instant())) {
                runs.get(i).status = ends[i % ends.length];
            }
        }
    }

    /** The runs that carry a mark. */
    List<String> marked(String mark) {
        return runs.stream().filter(run -> run.description.contains(mark)).map(run -> run.id).toList();
    }

    private Optional<Run> find(String id) {
        return runs.stream().filter(run -> run.id.equals(id)).findFirst();
    }
}
