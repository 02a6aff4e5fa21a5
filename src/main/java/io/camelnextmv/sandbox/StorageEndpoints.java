package io.camelnextmv.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object storage behind presigned URLs, as strict as the real one. */
final class StorageEndpoints {
    private final Presigner presigner;
    private final Uploads uploads;
    private final RunBoard board;
    private final PayloadStore store;

    StorageEndpoints(Presigner presigner, Uploads uploads, RunBoard board, PayloadStore store) {
        this.presigner = presigner;
        this.uploads = uploads;
        this.board = board;
        this.store = store;
    }

    void register(Map<Endpoint, Handler> handlers) {
        handlers.put(Endpoint.STORAGE_PUT, this::put);
        handlers.put(Endpoint.STORAGE_GET, this::get);
    }

    private Response put(Call call) throws IOException, Refused {
        refuseAuthorization(call);
        if (call.header("Transfer-Encoding").isPresent()) {
            throw new Refused(501, "NotImplemented: Transfer-Encoding is not implemented, send a Content-Length");
        }
        presigner.check(call.method(), call.rawPath(), call.rawQuery());
        long length = call.contentLength().orElseThrow(
                () -> new Refused(411, "MissingContentLength: a Content-Length is needed"));
        if (length > Limits.UPLOAD) {
            throw new Refused(413, "EntityTooLarge: at most " + Limits.UPLOAD + " bytes can be uploaded");
        }
        uploads.put(name(call), store.receive(call.stream(), length));
        return Response.empty(200);
    }

    private Response get(Call call) throws Refused {
        refuseAuthorization(call);
        presigner.check(call.method(), call.rawPath(), call.rawQuery());
        boolean output = call.rawPath().startsWith("/storage/outputs/");
        Optional<Run> run = board.find(name(call));
        Payload payload = (output ? run.flatMap(found -> found.progress().output()) : run.map(Run::input))
                .orElseThrow(() -> Refused.notFound("NoSuchKey: the object does not exist"));
        RunConfiguration configuration = run.orElseThrow().request().configuration();
        boolean json = output ? configuration.jsonOutput() : configuration.jsonInput();
        return new Response(200, json ? "application/json" : "application/octet-stream", payload, Map.of());
    }

    private static void refuseAuthorization(Call call) throws Refused {
        if (call.header("Authorization").isPresent()) {
            throw Refused.badRequest("InvalidArgument: only one auth mechanism allowed: the query is signed already,"
                    + " send no Authorization header");
        }
    }

    private static String name(Call call) {
        List<String> path = List.of(call.rawPath().split("/"));
        return path.get(path.size() - 1);
    }
}
