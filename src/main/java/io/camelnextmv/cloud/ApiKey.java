package io.camelnextmv.cloud;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An API key. One that comes from a file is read again when the service refuses it (401), once a second at most, until it is
 * not refused any more: so it can be changed without a restart, however the file is written. Safe for many threads.
 */
public final class ApiKey {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKey.class);
    private static final Duration OFTEN = Duration.ofSeconds(1);
    private final String setting;
    private final Supplier<Optional<String>> again;
    private final Consumer<String> secrets;
    private final LongSupplier nanos;
    private String value;
    private boolean refused;
    private long readAt;

    /**
     * @param setting what gives it, for whoever is to mend it
     * @param value   the key as it is at the start
     * @param again   reads it again; empty where that cannot be done, or what is there is none
     * @param secrets is told of each key before it is used, so that it is shown nowhere
     * @param nanos   a clock that does not jump, in ns
     */
    public ApiKey(String setting, String value, Supplier<Optional<String>> again, Consumer<String> secrets,
            LongSupplier nanos) {
        this.setting = setting;
        this.again = again;
        this.secrets = secrets;
        this.nanos = nanos;
        this.value = value;
        this.readAt = nanos.getAsLong();
        secrets.accept(value);
    }

    /** @return what gives it, in words */
    public String setting() {
        return setting;
    }

    /** The key for a request that is about to be sent. */
    synchronized String value() {
        readAgain();
        return value;
    }

    /** @return whether it was refused, and none has been found in its place yet */
    synchronized boolean isRefused() {
        return refused;
    }

    /** The service has refused a key, by which only the key is meant: perhaps there is another one by now. */
    synchronized void refused(String used) {
        refused |= used.equals(value);
    }

    /** The service has answered something else. */
    synchronized void accepted(String used) {
        refused &= !used.equals(value);
    }

    /**
     * To be asked now and then.
     *
     * @return whether there is another key than the one that was refused, since the last time that this was asked
     */
    public synchronized boolean hasChanged() {
        return readAgain();
    }

    /** Whatever is wrong with the file, the key that was refused may be good again: it is kept. */
    private boolean readAgain() {
        long now = nanos.getAsLong();
        if (!refused || now - readAt < OFTEN.toNanos()) {
            return false;
        }
        readAt = now;
        Optional<String> found = again.get().filter(other -> !other.equals(value));
        found.ifPresent(other -> {
            secrets.accept(other);
            value = other;
            refused = false;
            LOG.info("The API key of {} was refused, and is another one by now: going on with that", setting);
        });
        return found.isPresent();
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "ApiKey[" + setting + "]";
    }
}
