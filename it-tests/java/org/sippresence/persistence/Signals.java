package org.sippresence.persistence;

import java.io.IOException;

/** Signals to processes that a test started. */
public final class Signals {

    private Signals() {}

    /** Sends a signal, such as STOP or CONT; returns when it is sent. */
    public static void send(long pid, String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + ' ' + pid + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
