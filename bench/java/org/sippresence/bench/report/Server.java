package org.sippresence.bench.report;

/** The servers that are compared, by the labels of their results. */
enum Server {
    KAMAILIO_MYSQL("kamailio-mysql", "Kamailio, mysql", 0),
    KAMAILIO_MEM("kamailio-mem", "Kamailio, mem", 1),
    OURS("ours", "this server", 2);

    private final String label;
    private final String title;
    private final int series;

    Server(String label, String title, int series) {
        this.label = label;
        this.title = title;
        this.series = series;
    }

    String label() {
        return label;
    }

    String title() {
        return title;
    }

    /** The number of its colour in {@link Svg}. */
    int series() {
        return series;
    }
}
