package io.camelnextmv.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** New runs and upload URLs. */
final class SubmitEndpoints {
    private static final int ERROR_TEXT = 64 * 1024;

    private final SandboxSettings settings;
    private final RunBoard board;
    private final Uploads uploads;
    private final PayloadStore store;
    private final Links links;
    private final Ids ids;
    private final NewRunReader reader = new NewRunReader();

    SubmitEndpoints(SandboxSettings settings, RunBoard board, Uploads uploads, PayloadStore store, Links links,
            Ids ids) {
        this.settings = settings;
        this.board = board;
        this.uploads = uploads;
        this.store = store;
        this.links = links;
        this.ids = ids;
    }

    void register(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.NEW_RUN, this::newRun);
        handlers.put(Endpoint.UPLOAD_URL, this::uploadUrl);
    }

    private Response newRun(Call call) throws IOException, Refused {
        String application = settings.known(call.value(0));
        NewRun request = reader.read(call.body());
        String instance = call.query("instance_id").filter(id -> !id.isEmpty()).orElse(Application.DEFAULT_INSTANCE);
        // Payloads that might not be found come first: a refused request leaves nothing behind.
        String log = request.external().isPresent() ? log(request.external().get()) : "";
        Optional<Outcome> outcome = request.external().isPresent()
                ? Optional.of(outcome(request.external().get(), log)) : Optional.empty();
        Payload input = input(request);
        Run run = new Run(ids.next("sandbox-"), application, instance, request, input);
        log.lines().forEach(line -> run.log().add(run.created(), line));
        try {
            if (outcome.isPresent()) {
                board.addEnded(run, outcome.get());
            } else {
                board.add(run);
            }
        } catch (Refused e) {
            if (request.input().isPresent()) {
                store.discard(input);
            }
            throw e;
        }
        return Response.ok(Map.of("run_id", run.id()));
    }

    private Response uploadUrl(Call call) throws Refused {
        settings.known(call.value(0));
        String id = uploads.announce();
        return Response.ok(Map.of("upload_id", id, "upload_url", links.upload(id)));
    }

    private Payload input(NewRun request) throws IOException, Refused {
        if (request.input().isPresent()) {
            return store.keep(request.input().get());
        }
        if (request.uploadId().isPresent()) {
            return uploads.uploaded(request.uploadId().get());
        }
        return uploads.managed(request.inputId().orElseThrow());
    }

    /** What an external run wrote, whether it failed or not. */
    private String log(ExternalResult result) throws IOException, Refused {
        if (result.errorUploadId().isEmpty()) {
            return "";
        }
        try (var in = uploads.uploaded(result.errorUploadId().get()).open()) {
            return new String(in.readNBytes(ERROR_TEXT), StandardCharsets.UTF_8);
        }
    }

    private Outcome outcome(ExternalResult result, String log) throws Refused {
        if (result.status() == RunStatus.FAILED) {
            Optional<Payload> output = result.outputUploadId().isPresent()
                    ? Optional.of(uploads.uploaded(result.outputUploadId().get())) : Optional.empty();
            return Outcome.failed(new ErrorLog(result.errorMessage(), "", log), output);
        }
        if (result.outputUploadId().isEmpty()) {
            throw Refused.badRequest("result.output_upload_id of an external run that succeeded is missing");
        }
        return Outcome.succeeded(uploads.uploaded(result.outputUploadId().get()), Map.of());
    }
}
