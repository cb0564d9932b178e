package org.sippresence.bench.report;

import java.util.Locale;

/**
 * An SVG picture that follows the reader's light or dark scheme. Coordinates are pixels from the upper left corner.
 *
 * <p>Colours are classes: {@code s0}, {@code s1} ... for series, {@code weak} for the second part of a stacked bar.
 */
final class Svg {

    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; fill: #1f2328; }
            .title { font-size: 16px; font-weight: 600; }
            .soft { fill: #59636e; }
            .end { text-anchor: end; }
            .middle { text-anchor: middle; }
            .strong { font-weight: 600; }
            .ground { fill: #ffffff; }
            .line { stroke: #d1d9e0; stroke-width: 1; }
            .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
            .s0 { fill: #c2701c; } .s1 { fill: #8c959f; } .s2 { fill: #0969da; }
            .c0 { stroke: #c2701c; } .c1 { stroke: #8c959f; } .c2 { stroke: #0969da; }
            .weak { opacity: 0.45; }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc; }
              .soft { fill: #9198a1; }
              .ground { fill: #0d1117; }
              .line { stroke: #3d444d; }
              .s0 { fill: #e08b36; } .s1 { fill: #768390; } .s2 { fill: #4493f8; }
              .c0 { stroke: #e08b36; } .c1 { stroke: #768390; } .c2 { stroke: #4493f8; }
            }
            </style>
            """;

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final String title;

    /** @param title for screen readers */
    Svg(int width, String title) {
        this.width = width;
        this.title = title;
    }

    Svg bar(double x, double y, double length, double height, String classes) {
        return add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>",
                x, y, length, height, classes);
    }

    Svg line(double x1, double y1, double x2, double y2) {
        return add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"line\"/>", x1, y1, x2, y2);
    }

    Svg dot(double x, double y, String classes) {
        return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"%s\"/>", x, y, classes);
    }

    /** @param points "x,y" pairs with blanks between */
    Svg curve(String points, String classes) {
        return add("<polyline points=\"%s\" class=\"curve %s\"/>", points, classes);
    }

    Svg text(double x, double y, String classes, String words) {
        return add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>", x, y, classes, escaped(words));
    }

    private Svg add(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    /** The whole file. */
    String file(int height) {
        String head = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                width,
                height,
                width,
                height);
        return head
                + "<title>"
                + escaped(title)
                + "</title>\n"
                + STYLE
                + "<rect width=\"100%\" height=\"100%\" rx=\"6\" class=\"ground\"/>\n"
                + shapes
                + "</svg>\n";
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
