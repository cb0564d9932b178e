/**
 * The audit log: administrative changes and refused authentications, one JSON object a line, in a file of its own.
 *
 * <p>Independent of HTTP and SIP messages. May use access, engine, model, settings and authentication.
 */
package org.sippresence.audit;
