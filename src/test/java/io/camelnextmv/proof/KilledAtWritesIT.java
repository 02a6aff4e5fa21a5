package io.camelnextmv.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.proof.LineKiller.Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever write of a ticket the process dies at: every input ends in exactly one place, and has started exactly one run. */
@Tag("proof")
class KilledAtWritesIT {
    private static final Duration AT_MOST = Duration.ofMinutes(3);
    /** Where an undisturbed ticket comes by once at least: the claim, each write, what is placed, and the archive. */
    private static final Map<String, List<String>> ONCE = Map.of(
            "store.Claims", List.of("work.inFlight().add(folder.ticket());", "Directories.make(work.path(), input.getParent());",
                    "folder.put(ticket);", "Files.move(file, input,", "folder.sync(input.getParent());",
                    "takeWhatBelongsTo(ticket, file, folder);", "work.commits().sync(work.path());",
                    "work.commits().sync(file.toAbsolutePath().getParent());", "return Optional.of(ticket);"),
            "store.TicketRecord", List.of("overwrite(folder.resolve(COPY), bytes);", "channel.write(buffer);"),
            "deliver.FolderPlacement", List.of("FreeNames.Held name = names.hold(", "placement.place(item.made()", "return named;"),
            "deliver.FolderDelivery", List.of("tickets.delivered(placed.delivered()", "say(delivered);"),
            "deliver.AtomicPlacement", List.of("if (isGone(made, beside))", "&& link(made, target)) {", "Files.createLink(target, from);",
                    "Files.delete(made);", "Directories.remove(beside);", "commits.sync(target.getParent());"),
            "store.Archive", List.of("Directories.delete(done.out());", "deleteParts(folder);", "Files.move(folder, archived,",
                    "commits.sync(path);", "tidy(archived);"));
    @TempDir
    private Path folder;
    private long seed;

    @BeforeEach
    void seed() {
        seed = Long.getLong("seed", System.nanoTime());
    }

    @Test
    void nothingIsLostOrRunTwiceWhenTheProcessIsKilledAtAnyWrite() throws Exception {
        List<Place> places = new ArrayList<>();
        // Each write of a ticket, from the claim to the delivery: before and behind.
        for (int write = 1; write <= 6; write++) {
            places.add(Place.at("store.TicketRecord", "durability.write(folder.resolve(FILE), bytes);", write));
            places.add(Place.at("store.DurableFolder", "work.known().remember(next,", write));
        }
        // What a start writes before there can be tickets does not count.
        for (String line : List.of("channel.write(buffer);", "move(aside, file);", "Files.move(from, to,", "sync(to.getParent());")) {
            places.add(Place.at("store.Durability", line, 1).after("store.TicketRecord"));
        }
        ONCE.forEach((type, lines) -> lines.forEach(line -> places.add(Place.at(type, line, 1))));
        try (Scene scene = new Scene(folder, new Random(seed))) {
            List<Place> notMet = new ArrayList<>();
            for (Place place : places) {
                scene.inputs().dropGood();
                if (!killedAt(place, scene)) {
                    notMet.add(place);
                }
            }
            System.out.println("KilledAtWritesIT, at " + places.size() + " places but " + notMet + ", "
                    + scene.lastLife().withoutDoubt() + ", -Dseed=" + seed);
            assertThat(notMet).as("an undisturbed ticket comes by each of them").isEmpty();
        }
    }

    private static boolean killedAt(Place place, Scene scene) throws Exception {
        GatewayProcess[] gateway = new GatewayProcess[1];
        try (LineKiller killer = new LineKiller(place, () -> gateway[0].kill())) {
            gateway[0] = scene.start(killer.jvm());
            Awaitility.await().atMost(AT_MOST).pollInterval(Duration.ofMillis(10))
                    .until(() -> !gateway[0].isAlive() || scene.isAllDelivered());
            // What comes behind the last rename is still to be met.
            gateway[0].endsWithin(Duration.ofSeconds(2));
            gateway[0].kill();
            return killer.hasKilled();
        }
    }
}
