package io.camelnextmv.failure;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.UnreadableAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the service, or an endpoint, is to blame for, and not the way there, our disk, the settings or ourselves. */
public final class BlamedFaults {
    private final Faults faults;
    private final Predicate<Throwable> goesOn;

    /**
     * @param faults tells whose fault it is
     * @param goesOn whether an exception says no more than that there is more to wait for
     */
    public BlamedFaults(Faults faults, Predicate<Throwable> goesOn) {
        this.faults = faults;
        this.goesOn = goesOn;
    }

    /** Nothing was thrown, or what says no more than that there is more to wait for. */
    boolean isNone(Throwable thrown) {
        return thrown == null || goesOn.test(thrown);
    }

    /** The fault that counts; empty where somebody else is to blame. */
    Optional<Fault> of(Throwable thrown, ServiceStep step) {
        boolean disk = causes(thrown).anyMatch(cause -> cause instanceof UncheckedIOException
                || cause instanceof FileSystemException);
        boolean wire = causes(thrown).anyMatch(cause -> cause instanceof Fault || cause instanceof UnreadableAnswer
                || cause instanceof IOException);
        if (disk || !wire) {
            return Optional.empty();
        }
        return Optional.of(faults.of(thrown)).filter(met -> switch (met.kind()) {
            case PAUSED, SETTINGS, BUSY -> false;
            case NOT_SENT -> step == ServiceStep.ANSWER;
            // Before there is a run this is for whoever has named the application.
            case FORBIDDEN -> step.hasARun();
            case SERVICE, REQUEST, NOT_FOUND -> true;
        });
    }

    String words(Throwable thrown) {
        return faults.of(thrown).getMessage();
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(50);
    }
}
