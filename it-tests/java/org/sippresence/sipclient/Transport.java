package org.sippresence.sipclient;

/** The transport protocol of a message. */
public enum Transport {
    UDP,
    TCP;

    /** The value of the transport parameter, in lower case; Via has {@code name()}. */
    public String parameter() {
        return this == UDP ? "udp" : "tcp";
    }
}
