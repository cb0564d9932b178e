/**
 * The administration interface over HTTP: JSON in and out, problem details (RFC 9457) for errors, a bearer token (RFC 6750)
 * for everything that is not health or documentation.
 *
 * <p>Turns requests into calls of {@code maintenance} and results into representations; holds no logic of its own. The only
 * user of {@code javax.ws.rs}. May use model, attributes, publication, subscription, subscriber, message, maintenance and settings; nothing depends on it but
 * bootstrap.
 */
package org.sippresence.rest;
