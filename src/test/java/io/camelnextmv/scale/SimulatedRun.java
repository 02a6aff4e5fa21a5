package io.camelnextmv.scale;

/** One input and its run, as the service has it and as its gateway knows it. */
final class SimulatedRun {
    static final byte NOT_THERE = 0;
    static final byte QUEUED = 1;
    static final byte RUNNING = 2;
    static final byte ENDED = 3;
    final SimulatedGateway gateway;
    final long dropped;
    final long takes;
    byte status;
    long ended;
    /** Its status in the last look into the queue. */
    byte named;
    boolean waits;
    boolean sleeps;
    boolean woken;
    int polls;
    /** A sleep that was ended before its time must not end again. */
    int sleep;

    SimulatedRun(SimulatedGateway gateway, long dropped, long takes) {
        this.gateway = gateway;
        this.dropped = dropped;
        this.takes = takes;
    }

    boolean isInQueue() {
        return status == QUEUED || status == RUNNING;
    }
}
