package io.camelnextmv.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.ClockSkew;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.limits.AccountLimits;
import io.camelnextmv.settings.AccountSettings;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks the service what can be asked without starting a run: the newest runs of each application, which tell whether it is
 * there, the key is good, and an instance was used; and the service's time. A key is never shown, only where it stands.
 */
final class ServiceChecks {
    private static final String KEY = "key";
    private static final String APPLICATION = "application";
    private static final String INSTANCE = "instance";
    private final CommandContext context;
    private final Settings settings;
    private final List<CheckLine> lines = new ArrayList<>();

    /** What is run as one account. */
    private record Target(String application, Optional<String> instance) {
    }

    ServiceChecks(CommandContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * @return what was found
     * @throws Exception if a session cannot be begun, by a setting that cannot be
     */
    List<CheckLine> all() throws Exception {
        Set<Target> targets = new LinkedHashSet<>();
        targets.add(new Target(settings.cloud().applicationId(), settings.cloud().instanceId()));
        settings.folders().inboxes().stream().filter(inbox -> inbox.account().isEmpty()).forEach(inbox -> targets
                .add(new Target(inbox.inbox().applicationId(), inbox.inbox().instanceId())));
        account(Accounts.MAIN, settings.cloud().account(), targets);
        for (NamedInbox inbox : settings.folders().inboxes()) {
            if (inbox.account().isPresent()) {
                account(inbox.name(), inbox.account().get(), Set.of(new Target(inbox.inbox().applicationId(),
                        inbox.inbox().instanceId())));
            }
        }
        budget();
        return lines;
    }

    private void account(String name, AccountSettings account, Set<Target> targets) throws Exception {
        try (CloudSession session = context.session(files -> name)) {
            boolean first = true;
            for (Target target : targets) {
                Instant sent = Instant.now();
                Optional<JsonNode> runs = runs(session, account, target, first);
                if (runs.isPresent() && first) {
                    lines.add(CheckLine.ok(KEY, account.key().setting(), "it is taken at " + account.url()));
                    clock(session, sent);
                }
                if (runs.isPresent()) {
                    lines.add(CheckLine.ok(APPLICATION, target.application(), "it is there"));
                    instance(target, runs.get());
                }
                first = false;
            }
        }
    }

    private Optional<JsonNode> runs(CloudSession session, AccountSettings account, Target target, boolean first) {
        try {
            return Optional.of(session.json(ApiPath.runs(target.application())));
        } catch (Fault fault) {
            lines.add(failed(fault, account, target, first));
        } catch (UnreadableAnswer | NotDone | IOException e) {
            lines.add(CheckLine.failed(APPLICATION, target.application(), "the answer of " + account.url()
                    + " cannot be read: " + e.getMessage(), "See whether " + account.prefix() + "url is right"));
        }
        return Optional.empty();
    }

    private static CheckLine failed(Fault fault, AccountSettings account, Target target, boolean first) {
        String mend = "See " + account.prefix() + "url, nextmv.http.proxy and nextmv.http.trust-store";
        return switch (fault.status()) {
            case 0 -> CheckLine.failed("service", account.url(), fault.getMessage(), mend);
            case 401 -> CheckLine.failed(KEY, account.key().setting(), "the service refuses it (401)",
                    "Give another key, or activate this one");
            case 403 -> CheckLine.failed(APPLICATION, target.application(), "the key of " + account.key().setting()
                    + " may not use it (403)", "Give a key that may, or another application");
            case 404 -> CheckLine.failed(APPLICATION, target.application(), "the service does not know it (404)",
                    "See " + account.prefix() + "application-id, and whether it is one of the account of "
                            + account.key().setting());
            default -> CheckLine.failed("service", account.url(), fault.getMessage(), first ? "Try again later" : mend);
        };
    }

    /** No documented request tells whether there is such an instance: that a run has used it does. */
    private void instance(Target target, JsonNode answer) {
        if (target.instance().isEmpty()) {
            lines.add(CheckLine.ok(INSTANCE, "", "the application's default one"));
            return;
        }
        String id = target.instance().get();
        for (JsonNode run : answer.path("runs")) {
            if (run.path("application_instance_id").asText("").equals(id)) {
                lines.add(CheckLine.ok(INSTANCE, id, "runs have used it"));
                return;
            }
        }
        lines.add(CheckLine.note(INSTANCE, id, "none of the newest runs of " + target.application() + " has used it, so that it"
                + " cannot be told whether it is there", "The first input will tell; the instance's id stands in the"
                + " console"));
    }

    private void clock(CloudSession session, Instant sent) {
        Optional<Instant> service = session.serviceTime();
        if (service.isEmpty()) {
            lines.add(CheckLine.note("clock", "", "the service did not say what time it is", ""));
            return;
        }
        Optional<Duration> ahead = ClockSkew.ahead(service.get(), sent, Instant.now());
        lines.add(ahead.isEmpty() ? CheckLine.ok("clock", "", "as the service's, within 2 s")
                : CheckLine.note("clock", "", "this machine's is " + ahead.get().abs().toSeconds() + " s "
                        + (ahead.get().isNegative() ? "behind" : "ahead of") + " the service's",
                        "Let NTP set it (timedatectl tells): lost runs may not be found otherwise"));
    }

    private void budget() {
        AccountLimits limits = settings.resilience().limits();
        lines.add(limits.limits().isEmpty()
                ? CheckLine.note("budget", "", "no limits are set (nextmv.limit.runs, results, requests)",
                        "Set what the account's plan allows, or the service refuses what is more (429)")
                : CheckLine.ok("budget", "", "of the account's limits " + limits.limits().entrySet().stream().sorted(
                        java.util.Map.Entry.comparingByKey()).map(limit -> limit.getKey().word() + " " + limit.getValue())
                        .collect(Collectors.joining(", ")) + ", " + Math.round(limits.share() * 100) + " % are ours"));
    }
}
