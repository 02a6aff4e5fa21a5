package io.camelnextmv.sandbox;

import java.time.Duration;

/** The presigned URLs of this sandbox. */
final class Links {
    private final String base;
    private final Presigner presigner;
    private final Duration lifetime;

    Links(String base, Presigner presigner, Duration lifetime) {
        this.base = base;
        this.presigner = presigner;
        this.lifetime = lifetime;
    }

    String upload(String uploadId) {
        return base + presigner.presign("PUT", "/storage/uploads/" + uploadId, lifetime);
    }

    String input(Run run) {
        return base + presigner.presign("GET", "/storage/inputs/" + run.id(), lifetime);
    }

    String output(Run run) {
        return base + presigner.presign("GET", "/storage/outputs/" + run.id(), lifetime);
    }
}
