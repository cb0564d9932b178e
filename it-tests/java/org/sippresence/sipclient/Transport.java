package org.sippresence.sipclient;

/** What carries a message. */
public enum Transport {
    UDP,
    TCP;

    /** As it stands in Via and in the transport parameter is {@code name()} in lower case there. */
    public String parameter() {
        return this == UDP ? "udp" : "tcp";
    }
}
