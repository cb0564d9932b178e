/**
 * PUBLISH: event state that user agents upload (RFC 3903).
 *
 * <p>Pure decisions over a {@link org.sippresence.publication.PublicationStore}; knows neither SIP messages nor watchers.
 */
package org.sippresence.publication;
