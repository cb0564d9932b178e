/**
 * A small SIP user agent over plain sockets, so that integration tests see the server as a phone does.
 *
 * <p>Never depends on the code under test. {@code SipEndpoint} and what it needs depend on the JDK only: the tour of README.md
 * uses them.
 */
package org.sippresence.sipclient;
