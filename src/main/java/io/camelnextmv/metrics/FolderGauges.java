package io.camelnextmv.metrics;

import io.camelnextmv.pickup.InboxCount;
import io.camelnextmv.retention.Kept;
import io.camelnextmv.store.SetAside;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The figures for which folders are looked into: in the background, and seldom, however often they are asked for. */
final class FolderGauges {
    private static final Duration INBOX = Duration.ofSeconds(5);
    /** Of an inbox with more the figure says "at least". */
    private static final int MOST = 200_000;
    private final MeterRegistry registry;
    private final Watched.Locations places;
    private final Executor background;

    /**
     * @param registry   where they are registered
     * @param places     the folders
     * @param background where they are looked into
     */
    FolderGauges(MeterRegistry registry, Watched.Locations places, Executor background) {
        this.registry = registry;
        this.places = places;
        this.background = background;
    }

    void register() {
        places.inboxes().forEach(this::inbox);
        gauge("tickets.set-aside", "What was set aside and waits for an operator", aged(
                () -> new SetAside(places.work()).count(), INBOX), Integer::doubleValue);
        gauge("disk.free.bytes", "What is free on the file system of the tickets", aged(() -> free(places.work()), INBOX),
                Long::doubleValue);
        kept("archive.tickets", "Finished tickets in the archive", Kept::tickets);
        kept("archive.bytes", "Size of the archive", Kept::archive);
    }

    private void inbox(String name, Path folder) {
        Aged<InboxCount> waiting = aged(() -> count(folder), INBOX);
        Gauge.builder(Gauges.name("inbox.files"), waiting, its -> value(its, InboxCount::count)).tag("inbox", name)
                .strongReference(true).description("Inputs that lie in an inbox; " + MOST + ": as many or more")
                .register(registry);
        Gauge.builder(Gauges.name("inbox.oldest.seconds"), waiting, its -> value(its, now -> now.oldest()
                        .map(since -> Gauges.seconds(since, Instant.now())).orElse(0.0))).tag("inbox", name)
                .strongReference(true).description("For how long the oldest input has not changed that lies in an inbox")
                .register(registry);
    }

    /** Counted by whoever removes what was kept for long enough: it looks at all of it anyway. */
    private void kept(String name, String words, ToDoubleFunction<Kept> part) {
        Gauge.builder(Gauges.name(name), places.kept(), last -> last.get().map(part::applyAsDouble).orElse(Double.NaN))
                .strongReference(true).description(words).register(registry);
    }

    private InboxCount count(Path inbox) {
        try {
            return InboxCount.of(inbox, places.ignored(), MOST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> Aged<T> aged(Supplier<T> look, Duration least) {
        Aged<T> aged = new Aged<>(look, least, background, System::nanoTime);
        aged.get();
        return aged;
    }

    private static <T> double value(Aged<T> aged, ToDoubleFunction<T> part) {
        return aged.get().map(part::applyAsDouble).orElse(Double.NaN);
    }

    private <T> void gauge(String name, String words, Aged<T> aged, ToDoubleFunction<T> part) {
        Gauge.builder(Gauges.name(name), aged, its -> value(its, part)).strongReference(true).description(words)
                .register(registry);
    }
}
