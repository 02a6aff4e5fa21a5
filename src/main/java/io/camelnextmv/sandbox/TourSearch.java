package io.camelnextmv.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds a short round tour: nearest neighbour, then 2-opt, with bounded effort. Beyond {@link #NEAREST_LIMIT} stops
 * the first tour goes up and down in strips instead, and 2-opt looks at near positions only. The same stops give the
 * same tour.
 */
final class TourSearch {
    /** Comparing each stop with each other is quick up to here. */
    static final int NEAREST_LIMIT = 2_000;
    private static final long MOVES_LIMIT = 4_000_000;
    private static final int WINDOW = 1_000;
    /** Less is rounding, and could go on for ever. */
    private static final double LEAST_GAIN = 1e-12;

    /** The stops in the order of the tour, which begins with the first stop given and returns to it. */
    List<Stop> search(List<Stop> stops) {
        if (stops.size() < 4) {
            return List.copyOf(stops);
        }
        double[][] points = new double[stops.size()][];
        for (int i = 0; i < points.length; i++) {
            points[i] = point(stops.get(i));
        }
        int[] tour = stops.size() <= NEAREST_LIMIT ? nearest(points) : strips(stops);
        improve(tour, points);
        return fromFirst(tour, stops);
    }

    static double length(List<Stop> tour) {
        double length = 0;
        for (int i = 0; i < tour.size(); i++) {
            length += tour.get(i).distanceTo(tour.get((i + 1) % tour.size()));
        }
        return length;
    }

    /** A point in space: chords through the Earth are cheaper to compare than ways on it, and rank alike. */
    private static double[] point(Stop stop) {
        if (!stop.degrees()) {
            return new double[] {stop.x(), stop.y(), 0};
        }
        double lon = Math.toRadians(stop.x());
        double lat = Math.toRadians(stop.y());
        return new double[] {Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)};
    }

    private static double distance(double[] a, double[] b) {
        double x = a[0] - b[0];
        double y = a[1] - b[1];
        double z = a[2] - b[2];
        return Math.sqrt(x * x + y * y + z * z);
    }

    private static int[] nearest(double[][] points) {
        int[] tour = new int[points.length];
        boolean[] visited = new boolean[points.length];
        visited[0] = true;
        for (int i = 1; i < tour.length; i++) {
            int best = -1;
            double shortest = Double.POSITIVE_INFINITY;
            for (int candidate = 0; candidate < tour.length; candidate++) {
                if (!visited[candidate]) {
                    double distance = distance(points[tour[i - 1]], points[candidate]);
                    if (best < 0 || distance < shortest) {
                        best = candidate;
                        shortest = distance;
                    }
                }
            }
            tour[i] = best;
            visited[best] = true;
        }
        return tour;
    }

    private static int[] strips(List<Stop> stops) {
        List<Integer> order = new ArrayList<>(stops.size());
        for (int i = 0; i < stops.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> stops.get(i).x()));
        int width = (int) Math.ceil(Math.sqrt(2.0 * stops.size()));
        boolean up = true;
        for (int start = 0; start < order.size(); start += width) {
            Comparator<Integer> byY = Comparator.comparingDouble(i -> stops.get(i).y());
            order.subList(start, Math.min(start + width, order.size())).sort(up ? byY : byY.reversed());
            up = !up;
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void improve(int[] tour, double[][] points) {
        long moves = 0;
        boolean improved = true;
        while (improved && moves < MOVES_LIMIT) {
            improved = false;
            for (int i = 0; i < tour.length - 2 && moves < MOVES_LIMIT; i++) {
                double[] a = points[tour[i]];
                double[] b = points[tour[i + 1]];
                double first = distance(a, b);
                int last = Math.min(tour.length - 1, i + WINDOW);
                for (int j = i + 2; j <= last; j++) {
                    moves++;
                    double[] c = points[tour[j]];
                    double[] d = points[tour[(j + 1) % tour.length]];
                    double second = distance(c, d);
                    double ac = distance(a, c);
                    // Most moves are seen to be worse by now.
                    if (ac < first + second && first + second - ac - distance(b, d) > LEAST_GAIN) {
                        reverse(tour, i + 1, j);
                        improved = true;
                        b = points[tour[i + 1]];
                        first = distance(a, b);
                    }
                }
            }
        }
    }

    private static void reverse(int[] tour, int from, int to) {
        for (int i = from, j = to; i < j; i++, j--) {
            int kept = tour[i];
            tour[i] = tour[j];
            tour[j] = kept;
        }
    }

    private static List<Stop> fromFirst(int[] tour, List<Stop> stops) {
        int first = 0;
        while (tour[first] != 0) {
            first++;
        }
        List<Stop> ordered = new ArrayList<>(tour.length);
        for (int i = 0; i < tour.length; i++) {
            ordered.add(stops.get(tour[(first + i) % tour.length]));
        }
        return ordered;
    }
}
