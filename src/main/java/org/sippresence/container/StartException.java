package org.sippresence.container;

/** A failed start; the message is the one line for the operator. */
public final class StartException extends Exception {

    private static final long serialVersionUID = 1;

    /** Exit code for a wrong option, key or value. */
    static final int USAGE = 2;

    /** Exit code if a port is in use, the database cannot be opened, or a directory cannot be written. */
    static final int FAILURE = 1;

    private final int exitCode;

    StartException(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    StartException(String line) {
        this(FAILURE, line);
    }

    /** The exit code of the process. */
    public int exitCode() {
        return exitCode;
    }
}
