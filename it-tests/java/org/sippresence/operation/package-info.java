/**
 * Tests of each operation of the protocols, seen from outside, with the application deployed in the real container.
 *
 * <p>Depends on {@code sipclient} and {@code arquillian}, never on the code under test.
 */
package org.sippresence.operation;
