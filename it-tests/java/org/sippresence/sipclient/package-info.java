/**
 * A small SIP user agent over plain sockets, so that integration tests see the server as a phone does.
 *
 * <p>Depends on the JDK only, never on the code under test.
 */
package org.sippresence.sipclient;
