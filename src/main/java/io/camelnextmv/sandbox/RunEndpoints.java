package io.camelnextmv.sandbox;

import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What can be asked of runs, and canceling. */
final class RunEndpoints {
    private static final String OUTPUT_ASSET = "output";

    private final SandboxSettings settings;
    private final RunBoard board;
    private final RunWorker worker;
    private final Links links;
    private final Deletion deletion;

    RunEndpoints(SandboxSettings settings, RunBoard board, RunWorker worker, Links links, Deletion deletion) {
        this.settings = settings;
        this.board = board;
        this.worker = worker;
        this.links = links;
        this.deletion = deletion;
    }

    void register(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.RUN_METADATA, call -> Response.ok(RunInformation.of(run(call))));
        handlers.put(Endpoint.RUN_RESULT, this::result);
        handlers.put(Endpoint.RUN_INPUT, this::input);
        handlers.put(Endpoint.RUN_LOGS, call -> Response.ok(Map.of("log", run(call).log().text())));
        handlers.put(Endpoint.LIVE_LOGS, this::liveLogs);
        handlers.put(Endpoint.RUN_ASSETS, this::assets);
        handlers.put(Endpoint.RUN_ASSET, this::asset);
        handlers.put(Endpoint.CANCEL_RUN, this::cancel);
        handlers.put(Endpoint.DELETE_RUN, call -> {
            deletion.delete(run(call));
            return Response.empty(204);
        });
    }

    private Response result(Call call) throws IOException, Refused {
        Run run = run(call);
        Run.Progress progress = run.progress();
        RunInformation information = RunInformation.of(run).withErrorLog(progress.error());
        if (progress.output().isEmpty()) {
            return Response.ok(information);
        }
        Payload output = progress.output().get();
        if (asUrl(call)) {
            if (output.size() > Limits.DOWNLOAD) {
                throw new Refused(413, "the output has " + output.size() + " bytes, more than the " + Limits.DOWNLOAD
                        + " that can be downloaded");
            }
            return Response.ok(information.withOutput(Map.of("url", links.output(run))));
        }
        inlineOnly("output", output, run.request().configuration().outputFormat());
        return Response.ok(information.withOutput(new RawValue(new String(output.bytes(), StandardCharsets.UTF_8))));
    }

    private Response input(Call call) throws Refused {
        Run run = run(call);
        if (asUrl(call)) {
            return Response.ok(Map.of("url", links.input(run)));
        }
        inlineOnly("input", run.input(), run.request().configuration().inputFormat());
        return Response.stored(run.input());
    }

    private static void inlineOnly(String what, Payload payload, String format) throws Refused {
        if (payload.size() > Limits.INLINE) {
            throw new Refused(413, "the " + what + " has " + payload.size() + " bytes, more than the " + Limits.INLINE
                    + " that are returned inline: use format=url");
        }
        if (!format.equals("json")) {
            throw Refused.badRequest("an " + what + " of format " + format + " is not returned inline: use format=url");
        }
    }

    private Response liveLogs(Call call) throws Refused {
        Run run = run(call);
        RunStatus status = run.status();
        String since = call.query("since").orElse("0");
        if (!since.matches("\\d{1,9}")) {
            throw Refused.badRequest("since must be a next_page_token");
        }
        int first = Integer.parseInt(since);
        List<RunLog.Line> lines = run.log().from(first);
        List<Map<String, String>> items = lines.stream()
                .map(line -> Map.of("timestamp", line.timestamp().toString(), "log", line.log()))
                .toList();
        return Response.ok(Map.of("items", items, "status_v2", status.wire(),
                "next_page_token", Integer.toString(first + lines.size()),
                "next_available_in_seconds", status.active() ? 1 : 0));
    }

    private Response assets(Call call) throws Refused {
        Run run = run(call);
        Run.Progress progress = run.progress();
        return Response.ok(Map.of("items", progress.output().stream()
                .map(output -> Map.of("id", OUTPUT_ASSET, "name", "Output", "type", assetType(run),
                        "created_at", progress.ended().orElse(run.created()).toString(), "size", output.size()))
                .toList()));
    }

    private Response asset(Call call) throws Refused {
        Run run = run(call);
        if (!call.value(2).equals(OUTPUT_ASSET) || run.progress().output().isEmpty()) {
            throw Refused.notFound("this run has no asset " + call.value(2));
        }
        return Response.ok(Map.of("download_url", links.output(run), "type", assetType(run)));
    }

    private static String assetType(Run run) {
        return run.request().configuration().jsonOutput() ? "json" : "archive";
    }

    private Response cancel(Call call) throws Refused {
        Run run = run(call);
        if (!board.cancel(run)) {
            throw new Refused(409, "only queued and running runs can be canceled: this one has " + run.status().wire());
        }
        worker.forget(run);
        return Response.ok(Map.of("id", run.id(), "status_v2", run.status().wire()));
    }

    private static boolean asUrl(Call call) {
        return call.query("format").filter("url"::equals).isPresent();
    }

    private Run run(Call call) throws Refused {
        String application = settings.known(call.value(0));
        return board.find(call.value(1))
                .filter(run -> run.application().equals(application))
                .orElseThrow(() -> Refused.notFound("application " + application + " has no run " + call.value(1)));
    }
}
