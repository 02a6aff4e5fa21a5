package io.camelnextmv.scale;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * How long runs take, in seconds.
 *
 * @param words what they are, for whoever reads a table
 * @param mean  on the average
 * @param dice  draws one
 */
record RunTimes(String words, double mean, Dice dice) {
    /** Draws a time. */
    interface Dice {
        double seconds(RandomGenerator random);
    }

    /** As most times of solvers are: many short ones, few that are much longer. */
    static RunTimes around(double median, double spread) {
        return new RunTimes(String.format(Locale.ROOT, "median %s", Scenario.time(median)),
                median * Math.exp(spread * spread / 2), random -> median * Math.exp(spread * random.nextGaussian()));
    }

    /** Each time as likely as the next. */
    static RunTimes between(double least, double most) {
        return new RunTimes(String.format(Locale.ROOT, "%s to %s", Scenario.time(least), Scenario.time(most)),
                (least + most) / 2, random -> least + (most - least) * random.nextDouble());
    }
}
