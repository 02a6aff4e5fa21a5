package io.camelnextmv.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One account with its gateways, from its first input on. What a seed gives it gives again. */
final class Simulation {
    private static final long SAMPLE = TimeUnit.MINUTES.toNanos(1);
    private final Scenario scenario;
    private final Timeline timeline = new Timeline();
    private final Figures figures = new Figures();
    private final List<SimulatedGateway> gateways = new ArrayList<>();
    private final SimulatedCloud cloud;
    private final RandomGenerator random;
    private int nextGateway;

    private Simulation(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.random = new SplittableRandom(seed);
        this.cloud = new SimulatedCloud(timeline, scenario.account());
        for (int i = 0; i < scenario.gateways().count(); i++) {
            gateways.add(new SimulatedGateway(timeline, cloud, scenario, random, figures));
        }
    }

    /** Inputs come for so long. */
    static Figures of(Scenario scenario, long seconds, long seed) {
        Simulation simulation = new Simulation(scenario, seed);
        simulation.figures.seconds = seconds;
        simulation.dropNext();
        return simulation.until(seconds);
    }

    /** So many inputs, all there at the beginning, until the last is delivered. */
    static Figures ofAtOnce(Scenario scenario, int inputs, long seconds, long seed) {
        Simulation simulation = new Simulation(scenario, seed);
        simulation.figures.seconds = seconds;
        for (int i = 0; i < inputs; i++) {
            simulation.drop();
        }
        return simulation.until(seconds);
    }

    private Figures until(long seconds) {
        sample();
        timeline.until(TimeUnit.SECONDS.toNanos(seconds));
        return figures;
    }

    private void drop() {
        gateways.get(nextGateway++ % gateways.size()).drop();
    }

    /** The time between two is exponential; of the peak's rate as many are left out as there are fewer. */
    private void dropNext() {
        double peak = scenario.load().peakPerSecond();
        timeline.in(Math.round(-Math.log(1 - random.nextDouble()) / peak * 1e9), () -> {
            if (random.nextDouble() * peak <= rate(scenario.load(), timeline.getAsLong() / 1e9)) {
                drop();
            }
            dropNext();
        });
    }

    /** So many a second: the least at midnight, the most at noon. */
    static double rate(Scenario.Load load, double second) {
        return load.perSecond() * (1 - load.swing() * Math.cos(2 * Math.PI * second / 86_400));
    }

    private void sample() {
        figures.sample(timeline.getAsLong() / 3.6e12, gateways.stream().mapToInt(SimulatedGateway::backlog).sum(),
                gateways.stream().mapToInt(SimulatedGateway::inFlight).sum(), cloud.rows());
        timeline.in(SAMPLE, this::sample);
    }
}
