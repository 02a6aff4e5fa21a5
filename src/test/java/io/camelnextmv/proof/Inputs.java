package io.camelnextmv.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes inputs, no two alike, and drops them into an inbox the way a careful writer does. */
final class Inputs {
    private final Path inbox;
    private final Path aside;
    private final Random random;
    private final List<String> dropped = new ArrayList<>();
    private int withoutRun;

    Inputs(Path inbox, Path aside, Random random) throws IOException {
        this.inbox = Files.createDirectories(inbox);
        this.aside = Files.createDirectories(aside);
        this.random = random;
    }

    /** Drops an input whose run succeeds, fails or is canceled, or that is no input at all; some under an old name. */
    void drop() {
        int n = dropped.size() + 1;
        int dice = random.nextInt(100);
        if (dice < 70) {
            drop(name(n, "tour"), tour(n));
        } else if (dice < 82) {
            drop(name(n, "fails"), "{\"n\":%d,\"fail\":\"no vehicle is left\"}".formatted(n));
        } else if (dice < 94) {
            drop(name(n, "cancel"), tour(n));
        } else {
            dropNoInput();
        }
    }

    /** Drops some of them. */
    void drop(int count) {
        for (int i = 0; i < count; i++) {
            drop();
        }
    }

    /** Drops an input whose run succeeds. */
    void dropGood() {
        int n = dropped.size() + 1;
        drop(name(n, "tour"), tour(n));
    }

    /** Drops an input whose run fails. */
    void dropFailing() {
        int n = dropped.size() + 1;
        drop(name(n, "fails"), "{\"n\":%d,\"fail\":\"no vehicle is left\"}".formatted(n));
    }

    private void dropNoInput() {
        int n = dropped.size() + 1;
        withoutRun++;
        drop(name(n, "words"), "number " + n + " is no JSON");
    }

    private static String name(int n, String kind) {
        // Every fifth name was there before, and its output probably still is.
        return n % 5 == 0 ? kind + "-again.json" : kind + "-" + n + ".json";
    }

    private String tour(int n) {
        StringBuilder stops = new StringBuilder();
        for (int i = 0; i < 2 + random.nextInt(30); i++) {
            stops.append(i == 0 ? "" : ",").append("{\"id\":%d,\"x\":%d,\"y\":%d}".formatted(i, random.nextInt(100),
                    random.nextInt(100)));
        }
        return "{\"n\":%d,\"stops\":[%s]}".formatted(n, stops);
    }

    private void drop(String name, String content) {
        Path made = aside.resolve(name);
        Path target = inbox.resolve(name);
        if (Files.exists(target)) {
            target = inbox.resolve("n" + (dropped.size() + 1) + "-" + name);
        }
        try {
            Files.write(made, content.getBytes(StandardCharsets.UTF_8));
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        dropped.add(content);
    }

    /** @return what was dropped so far */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    int count() {
        return dropped.size();
    }

    /** @return how many of them are no inputs, so that no run is started for them */
    int withoutRun() {
        return withoutRun;
    }
}
