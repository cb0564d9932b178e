package org.sippresence.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One curve over axes that begin at 0: how something grows. */
record LineChart(String title, String axis, List<Point> points) {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int RIGHT = 50;
    private static final int TOP = 58;
    private static final int BOTTOM = 52;
    private static final int LINES = 4;

    /** Both at least 0. */
    record Point(double x, double y) {}

    LineChart {
        points = List.copyOf(points);
    }

    String svg() {
        Svg svg = new Svg(WIDTH, title);
        svg.text(18, 28, "title", title);
        double top = round(points.stream().mapToDouble(Point::y).max().orElse(1));
        for (int i = 0; i <= LINES; i++) {
            double value = top * i / LINES;
            double y = y(value, top);
            svg.line(LEFT, y, WIDTH - (double) RIGHT, y).text(LEFT - 8.0, y + 4, "end soft", Numbers.text(value));
        }
        String curve = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.x()), y(point.y(), top)))
                .collect(Collectors.joining(" "));
        svg.curve(curve, "c" + Server.OURS.series());
        for (Point point : points) {
            double x = x(point.x());
            double y = y(point.y(), top);
            svg.dot(x, y, "s" + Server.OURS.series())
                    .text(x, y - 10, "middle strong", Numbers.text(point.y()))
                    .text(x, HEIGHT - BOTTOM + 18.0, "middle", Numbers.text(point.x()));
        }
        svg.text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 12.0, "middle soft", axis);
        return svg.file(HEIGHT);
    }

    private double x(double value) {
        double most = points.stream().mapToDouble(Point::x).max().orElse(1);
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    }

    /** The next of 1, 2, 4, 8, 10 times a power of ten. */
    private static double round(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
