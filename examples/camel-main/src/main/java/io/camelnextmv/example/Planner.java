package io.camelnextmv.example;

import org.apache.camel.main.Main;

/** A Camel Main application like any other: its settings and its routes say all. */
public final class Planner {
    private Planner() {
    }

    /**
     * Runs until it is told to stop.
     *
     * @param args none
     * @throws Exception if it cannot start
     */
    public static void main(String[] args) throws Exception {
        new Main(Planner.class).run(args);
    }
}
