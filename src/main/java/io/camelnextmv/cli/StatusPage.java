package io.camelnextmv.cli;

import io.camelnextmv.cli.StatusCommand.OnItsWay;
import io.camelnextmv.cli.StatusCommand.Status;
import io.camelnextmv.limits.Usage;
import io.camelnextmv.logging.Printable;
import io.camelnextmv.retention.Kept;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.steer.GatewayNotice;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the command status shows, for people.
 *
 * @param folders the gateway's folders
 * @param now     the time
 * @param rows    so many inputs on their way are shown at most
 */
record StatusPage(Folders folders, Instant now, int rows) {
    void print(Status status, PrintWriter out) {
        if (status.isAlone()) {
            out.println("No gateway runs on " + folders.work() + ".");
        }
        status.silent().forEach(gateway -> out.println(Printable.of("Gateway " + gateway + " runs, and says nothing of itself: its"
                + " notice in control/ is not there, or cannot be read.")));
        status.gateways().forEach(gateway -> gateway(gateway, out));
        Map<String, Long> words = status.words();
        out.println("inbox       " + status.inbox());
        out.println("on its way  " + status.onTheirWay().size() + (words.isEmpty() ? "" : "  (" + Status.said(words) + ")"));
        out.println("delivered   " + status.delivered());
        out.println("errors      " + status.errors() + (status.stuck() == 0 ? ""
                : "  (" + status.stuck() + " stuck: an unexpected error, see their reports)"));
        out.println("canceled    " + status.canceled());
        if (status.setAside() > 0) {
            out.println("set aside   " + status.setAside() + "  (look into " + folders.work().resolve("set-aside")
                    + ": the gateway cannot go on with these)");
        }
        status.kept().ifPresent(kept -> kept(kept, out));
        if (!status.onTheirWay().isEmpty()) {
            out.println();
            table(status.onTheirWay().stream().limit(rows).toList(), now).print(out);
            if (status.onTheirWay().size() > rows) {
                out.println("… and " + (status.onTheirWay().size() - rows) + " more");
            }
        }
    }

    private void gateway(GatewayNotice.Content gateway, PrintWriter out) {
        out.println(Printable.of("Gateway " + gateway.gateway() + ", process " + gateway.pid() + ", up "
                + Table.age(gateway.startedAt(), now) + ": application " + gateway.applicationId() + " at "
                + gateway.url() + "."));
        out.println(Printable.of(gateway.outage().map(outage -> "  Nothing gets through since "
                + Table.age(outage.since(), now) + ": " + outage.reason() + ". Next try "
                + Table.in(outage.nextProbe(), now) + ".").orElse("  Requests get through.")));
        limits("  ", gateway.limits(), gateway.slowedUntil(), now, out);
        gateway.accounts().forEach(account -> {
            out.println(Printable.of("  Account of inbox " + account.inbox() + " at " + account.url() + ": "
                    + account.outage().map(outage -> "nothing gets through since " + Table.age(outage.since(), now)
                            + ": " + outage.reason() + ". Next try " + Table.in(outage.nextProbe(), now))
                            .orElse("requests get through") + "."));
            limits("    ", account.limits(), account.slowedUntil(), now, out);
        });
        gateway.missing().forEach(sentence -> out.println(Printable.of("  " + sentence + ".")));
        gateway.applications().forEach(trouble -> out.println(Printable.of("  Application " + trouble + ".")));
    }

    private void kept(Kept kept, PrintWriter out) {
        String counted = " (counted " + Table.age(kept.at(), now) + " ago)";
        out.println("archive     " + kept.tickets() + " tickets, " + Table.bytes(kept.archive())
                + kept.oldest().map(oldest -> ", the oldest of " + Table.age(oldest, now) + " ago").orElse("") + counted);
        out.println("outbox      " + kept.outputs() + " outputs, " + Table.bytes(kept.outbox()) + counted);
    }

    private static void limits(String before, List<Usage> limits, Optional<Instant> slowedUntil, Instant now,
            PrintWriter out) {
        if (!limits.isEmpty()) {
            out.println(before + Printable.of("Of the account's limits: " + limits.stream().map(Usage::sentence)
                    .collect(Collectors.joining("; ")) + "."));
        }
        slowedUntil.filter(now::isBefore).ifPresent(until -> out.println(before + "The service has asked to slow down"
                + " (429): requests are sent again " + Table.in(until, now) + "."));
    }

    private static Table table(List<OnItsWay> inputs, Instant now) {
        Table table = new Table("INPUT", "TICKET", "STEP", "RUN ID", "STATUS", "SINCE", "CHECKS", "NEXT CHECK",
                "DEADLINE");
        for (OnItsWay input : inputs) {
            table.row(input.file(), input.ticket(), input.step(), input.runId().orElse("-"),
                    input.status().orElse("-"), Table.age(input.since(), now), Integer.toString(input.checks()),
                    input.nextCheck().map(next -> Table.in(next, now)).orElse("-"),
                    input.deadline().map(deadline -> Table.in(deadline, now)).orElse("-"));
        }
        return table;
    }
}
