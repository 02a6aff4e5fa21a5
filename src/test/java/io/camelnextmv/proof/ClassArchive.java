package io.camelnextmv.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The gateway's classes as the JVM has read them once: hundreds of starts cost half as much. */
final class ClassArchive {
    private static List<String> jvm;

    private ClassArchive() {
    }

    /** @return what to start a JVM with; made at the first call */
    static synchronized List<String> jvm() {
        if (jvm == null) {
            try {
                Path file = Files.createTempDirectory("nextmv-proof-").resolve("classes.jsa");
                jvm = make(file) ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
                file.toFile().deleteOnExit();
            } catch (IOException e) {
                jvm = List.of();
            }
        }
        return jvm;
    }

    private static boolean make(Path file) throws IOException {
        try (Scene scene = new Scene(file.resolveSibling("scene"), new Random(0))) {
            scene.inputs().dropGood();
            scene.inputs().dropFailing();
            GatewayProcess gateway = scene.startPlain(List.of("-XX:ArchiveClassesAtExit=" + file));
            scene.awaitAllDelivered(gateway);
            gateway.terminate();
            gateway.exitCode(Duration.ofMinutes(1));
        }
        return Files.exists(file);
    }
}
