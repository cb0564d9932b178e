package org.sippresence.bench.report;

import java.util.List;

/**
 * Horizontal bars in groups. Each group has its own scale, because only bars of one group are compared: its longest bar has
 * the full width. A bar has one or two parts.
 */
record BarChart(String title, String note, List<Group> groups) {

    private static final int WIDTH = 860;
    private static final int LEFT = 210;
    private static final int ROOM = 470;
    private static final int BAR = 15;
    private static final int BETWEEN_BARS = 3;
    private static final int BETWEEN_GROUPS = 16;
    private static final int TOP = 84;
    private static final int MARGIN = 18;

    /** The bars of one scenario, from above. */
    record Group(String name, List<Bar> bars) {

        double longest() {
            return bars.stream().mapToDouble(Bar::length).max().orElse(0);
        }
    }

    /**
     * @param first the first part
     * @param second the second part, 0 for none
     * @param text the label at its end
     */
    record Bar(Server server, double first, double second, String text) {

        double length() {
            return first + second;
        }
    }

    BarChart {
        groups = List.copyOf(groups);
    }

    String svg() {
        Svg svg = new Svg(WIDTH, title);
        svg.text(MARGIN, 28, "title", title).text(MARGIN, 48, "soft", note);
        int x = MARGIN;
        for (Server server : Server.values()) {
            svg.bar(x, 60, 12, 12, "s" + server.series()).text(x + 18, 71, "", server.title());
            x += 150;
        }
        int y = TOP;
        for (Group group : groups) {
            y = drawn(svg, group, y) + BETWEEN_GROUPS;
        }
        return svg.file(y);
    }

    private static int drawn(Svg svg, Group group, int top) {
        int y = top + 8;
        int height = group.bars().size() * (BAR + BETWEEN_BARS);
        svg.line(MARGIN, top, WIDTH - (double) MARGIN, top);
        svg.text(LEFT - 12.0, y + height / 2.0 + 3, "end", group.name());
        double scale = group.longest() > 0 ? ROOM / group.longest() : 0;
        for (Bar bar : group.bars()) {
            String series = "s" + bar.server().series();
            double first = Math.max(1, bar.first() * scale);
            double second = bar.second() * scale;
            svg.bar(LEFT, y, first, BAR, series);
            if (second > 0) {
                svg.bar(LEFT + first, y, second, BAR, series + " weak");
            }
            svg.text(LEFT + first + second + 7, y + 12.0, bar.server() == Server.OURS ? "strong" : "", bar.text());
            y += BAR + BETWEEN_BARS;
        }
        return y;
    }
}
