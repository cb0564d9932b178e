package org.sippresence.container;

/** The server does not start; the message is the one line that an operator gets to see. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    /** Wrong option, key or value. */
    static final int USAGE = 2;

    /** A port that is taken, a database that cannot be opened, a directory that cannot be written. */
    static final int FAILURE = 1;

    private final int exitCode;

    StartException(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    StartException(String line) {
        this(FAILURE, line);
    }

    /** What the process exits with. */
    public int exitCode() {
        return exitCode;
    }
}
