package org.sippresence.hook.tls;

/** Whether clients are asked for a certificate. */
public enum ClientCertificates {
    /** Clients are not asked. */
    OFF,
    /** Clients are asked; one without a certificate is served, one with an invalid certificate is not. */
    WANT,
    /** Only clients with a valid certificate are served. */
    NEED
}
