/**
 * PUBLISH: event state uploaded by user agents (RFC 3903).
 *
 * <p>Pure decisions over a {@link org.sippresence.publication.PublicationStore}; independent of SIP messages and watchers.
 */
package org.sippresence.publication;
