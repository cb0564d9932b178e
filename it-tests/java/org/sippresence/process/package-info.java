/**
 * The real launcher as a process of its own: killed, restarted, raced, with watchers that die.
 *
 * <p>Depends on {@code sipclient} and on the database for tests, never on the code under test.
 */
package org.sippresence.process;
