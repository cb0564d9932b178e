/**
 * Tests of the real launcher as a process of its own: killed, restarted, with concurrent requests, with watchers that
 * stop responding.
 *
 * <p>Depends on {@code sipclient} and on the database for tests, never on the code under test.
 */
package org.sippresence.process;
