package org.sippresence.settings;

/** Thrown if the server cannot start with a setting. The message is exactly one line that names the key; no cause is needed. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message.replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }
}
