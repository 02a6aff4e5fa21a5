package io.camelnextmv.failure;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down for good once an error was met after which no process goes on well. The gateway as a process of its own ends then;
 * in an application this is how it says that somebody else must end it: liveness too, as a restart is what mends it.
 */
public final class ProcessHealth extends AbstractHealthCheck {
    private final FatalErrors fatal;

    /** @param fatal the errors that were met */
    public ProcessHealth(FatalErrors fatal) {
        super("nextmv", "nextmv-process");
        this.fatal = fatal;
    }

    @Override
    public boolean isLiveness() {
        return true;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.up();
        fatal.first().ifPresent(error -> builder.message("a fatal error was met, restart the process: " + error)
                .error(error).down());
    }
}
