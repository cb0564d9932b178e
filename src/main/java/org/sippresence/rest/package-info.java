/**
 * The administration interface over HTTP: JSON in and out, problem details (RFC 9457) for errors, a bearer token (RFC
 * 6750) for everything except health and documentation.
 *
 * <p>Converts requests to calls of {@code maintenance} and results to representations; contains no logic of its own.
 * The only user of {@code javax.ws.rs}. May use model, attributes, publication, subscription, account, message,
 * maintenance and settings; only bootstrap depends on it.
 */
package org.sippresence.rest;
