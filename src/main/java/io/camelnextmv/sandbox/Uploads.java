package io.camelnextmv.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The uploads that were announced and what has come of them, and the managed inputs. */
final class Uploads {
    private final Map<String, Optional<Payload>> uploads = new ConcurrentHashMap<>();
    private final Map<String, Payload> managed = new ConcurrentHashMap<>();
    private final Ids ids;

    Uploads(Ids ids) {
        this.ids = ids;
    }

    /** A new upload id. */
    String announce() {
        String id = ids.next("upload-");
        uploads.put(id, Optional.empty());
        return id;
    }

    /** Takes what was sent, also a second time. A run keeps what it was made with. */
    void put(String id, Payload payload) {
        uploads.put(id, Optional.of(payload));
    }

    Payload uploaded(String id) throws Refused {
        Optional<Payload> payload = uploads.get(id);
        if (payload == null) {
            throw Refused.badRequest("there is no upload with this upload_id");
        }
        return payload.orElseThrow(() -> Refused.badRequest("nothing was sent to the upload URL of this upload_id"));
    }

    void manage(String inputId, Payload input) {
        managed.put(inputId, input);
    }

    Payload managed(String inputId) throws Refused {
        Payload payload = managed.get(inputId);
        if (payload == null) {
            throw Refused.badRequest("there is no managed input with this input_id");
        }
        return payload;
    }
}
