package io.camelnextmv.cli;

/** Says something when the process is told to stop while a command waits, and nothing when the command ends by itself. */
final class WhenStopped implements AutoCloseable {
    private final Thread hook;

    WhenStopped(Runnable say) {
        hook = new Thread(say, "nextmv-stopped");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is being said.
        }
    }
}
