package io.camelnextmv.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A chart as SVG: lines with marks, axes with units, either of which may be logarithmic. Without a background, in colours that
 * those who see few of them can tell apart, and in other ones where the page is dark; each line has a mark of its own too.
 */
final class Chart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 78;
    private static final int RIGHT = 172;
    private static final int TOP = 64;
    private static final int BOTTOM = 58;
    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #454c54 }
            .title { font-size: 17px; font-weight: 600 } .note { font-size: 11.5px; fill: #6b737c } .label { font-weight: 600 }
            .grid { stroke: #8a939c; stroke-opacity: .25 } .axis { stroke: #8a939c } .line { fill: none; stroke-width: 2.2 }
            .goal { stroke: #8a939c; stroke-dasharray: 5 4 }
            .c0 { stroke: #0072b2 } .m0 { fill: #0072b2 } .c1 { stroke: #d55e00 } .m1 { fill: #d55e00 }
            .c2 { stroke: #009e73 } .m2 { fill: #009e73 } .c3 { stroke: #b0609a } .m3 { fill: #b0609a }
            @media (prefers-color-scheme: dark) {
            text { fill: #c3cad1 } .note { fill: #9aa3ac }
            .c0 { stroke: #56b4e9 } .m0 { fill: #56b4e9 } .c1 { stroke: #e69f00 } .m1 { fill: #e69f00 }
            .c2 { stroke: #2fc79a } .m2 { fill: #2fc79a } .c3 { stroke: #d795bd } .m3 { fill: #d795bd } }
            </style>
            """;
    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();
    private String note = "";

    /** An axis: what it says, whether it is logarithmic (where it is not, it begins at 0), and the step of its ticks; 0: any. */
    record Axis(String words, boolean log, double step) {
        Axis(String words, boolean log) {
            this(words, log, 0);
        }
    }

    /** A point. */
    record Point(double x, double y) {
    }

    private record Line(String name, List<Point> points, boolean marked) {
    }

    private record Goal(String name, double y) {
    }

    /** What an axis shows, and where on the picture. */
    private record Scale(Axis axis, double least, double most, double from, double to) {
        double at(double value) {
            double part = axis.log() ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
            return from + part * (to - from);
        }
    }

    Chart(String title, Axis x, Axis y) {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    Chart line(String name, List<Point> points) {
        lines.add(new Line(name, points, true));
        return this;
    }

    /** One of so many points that they need no marks. */
    Chart curve(String name, List<Point> points) {
        lines.add(new Line(name, points, false));
        return this;
    }

    /** What is aimed at. */
    Chart goal(String name, double value) {
        goals.add(new Goal(name, value));
        return this;
    }

    Chart note(String text) {
        note = text;
        return this;
    }

    String svg() {
        Scale across = scale(x, Point::x, LEFT, WIDTH - RIGHT);
        Scale up = scale(y, Point::y, HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\""
                + " viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n", WIDTH, HEIGHT, escaped(title))).append(STYLE);
        text(svg, "title", LEFT, 26, "start", title);
        text(svg, "note", LEFT, 46, "start", y.words());
        for (double tick : ticks(across)) {
            double at = across.at(tick);
            mark(svg, "grid", at, TOP, at, HEIGHT - BOTTOM);
            text(svg, "", at, HEIGHT - BOTTOM + 18, "middle", number(tick));
        }
        for (double tick : ticks(up)) {
            double at = up.at(tick);
            mark(svg, tick == up.least() ? "axis" : "grid", LEFT, at, WIDTH - RIGHT, at);
            text(svg, "", LEFT - 8, at + 4, "end", number(tick));
        }
        text(svg, "note", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - BOTTOM + 36, "middle", x.words());
        text(svg, "note", LEFT, HEIGHT - 6, "start", note);
        for (Goal goal : goals) {
            mark(svg, "goal", LEFT, up.at(goal.y()), WIDTH - RIGHT, up.at(goal.y()));
            text(svg, "note", LEFT + 6, up.at(goal.y()) - 5, "start", goal.name());
        }
        lines(svg, across, up);
        return svg.append("</svg>\n").toString();
    }

    private void lines(StringBuilder svg, Scale across, Scale up) {
        double lastLabel = Double.NEGATIVE_INFINITY;
        List<Integer> byEnd = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            byEnd.add(i);
        }
        // From the top down, so that no label lies on another.
        byEnd.sort((one, other) -> Double.compare(end(up, one), end(up, other)));
        for (int i : byEnd) {
            Line line = lines.get(i);
            StringBuilder path = new StringBuilder();
            for (Point point : line.points()) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", across.at(point.x()),
                        up.at(point.y())));
            }
            svg.append(String.format("<path class=\"line c%d\" d=\"%s\"/>%n", i % 4, path));
            if (line.marked()) {
                line.points().forEach(point -> shape(svg, i, across.at(point.x()), up.at(point.y())));
            }
            lastLabel = Math.max(end(up, i) + 4, lastLabel + 16);
            Point last = line.points().get(line.points().size() - 1);
            text(svg, "label m" + i % 4, Math.max(across.at(last.x()) + 10, 0), lastLabel, "start", line.name());
        }
    }

    private double end(Scale up, int line) {
        List<Point> points = lines.get(line).points();
        return up.at(points.get(points.size() - 1).y());
    }

    private static void shape(StringBuilder svg, int kind, double x, double y) {
        svg.append(switch (kind % 4) {
            case 0 -> String.format(Locale.ROOT, "<circle class=\"m0\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>%n", x, y);
            case 1 -> String.format(Locale.ROOT, "<rect class=\"m1\" x=\"%.1f\" y=\"%.1f\" width=\"7.5\" height=\"7.5\"/>%n",
                    x - 3.7, y - 3.7);
            case 2 -> String.format(Locale.ROOT, "<path class=\"m2\" d=\"M%.1f %.1fl5 8.5h-10z\"/>%n", x, y - 5);
            default -> String.format(Locale.ROOT, "<path class=\"m3\" d=\"M%.1f %.1fl5 5l-5 5l-5 -5z\"/>%n", x, y - 5);
        });
    }

    private Scale scale(Axis axis, ToDoubleFunction<Point> part, double from, double to) {
        double[] values = lines.stream().flatMap(line -> line.points().stream()).mapToDouble(part).toArray();
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(1);
        if (axis == y) {
            most = Math.max(most, goals.stream().mapToDouble(Goal::y).max().orElse(most));
            least = Math.min(least, goals.stream().mapToDouble(Goal::y).min().orElse(least));
        }
        if (axis.log()) {
            double lower = Math.pow(10, Math.floor(Math.log10(least)));
            return new Scale(axis, lower, Math.max(lower * 10, nice(most)), from, to);
        }
        return new Scale(axis, Math.min(0, least), most <= 0 ? 1 : axis == x ? most : step(most) * Math.ceil(most / step(most)),
                from, to);
    }

    /** The next 1, 2 or 5 with zeros. */
    private static double nice(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)));
        for (double one : new double[] {1, 2, 5}) {
            if (value <= one * unit * 1.0001) {
                return one * unit;
            }
        }
        return 10 * unit;
    }

    private static double step(double most) {
        return nice(most / 5.5);
    }

    private static List<Double> ticks(Scale scale) {
        List<Double> ticks = new ArrayList<>();
        if (!scale.axis().log()) {
            double step = scale.axis().step() > 0 ? scale.axis().step() : step(scale.most());
            for (int i = 0; i * step <= scale.most() * 1.0001; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }
        boolean few = scale.most() / scale.least() <= 1000;
        for (double unit = scale.least(); unit <= scale.most() * 1.0001; unit *= 10) {
            for (double one : few ? new double[] {1, 2, 5} : new double[] {1}) {
                if (one * unit <= scale.most() * 1.0001) {
                    ticks.add(one * unit);
                }
            }
        }
        return ticks;
    }

    private static String number(double value) {
        return value >= 1 || value == 0 ? String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.1f", value)
                : String.format(Locale.ROOT, "%.3f", value).replaceFirst("0+$", "");
    }

    private static void mark(StringBuilder svg, String kind, double x1, double y1, double x2, double y2) {
        svg.append(String.format(Locale.ROOT, "<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>%n", kind, x1, y1, x2, y2));
    }

    private static void text(StringBuilder svg, String kind, double x, double y, String anchor, String words) {
        svg.append(String.format(Locale.ROOT, "<text%s x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                kind.isEmpty() ? "" : " class=\"" + kind + "\"", x, y, anchor, escaped(words)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
