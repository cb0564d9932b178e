/**
 * Runs the application for Arquillian tests in the launcher's own container, in this process, on free ports.
 *
 * <p>A test class has a static {@code @Deployment(testable = false)} method that returns {@link PresenceWar#with} the
 * settings it needs, and an {@code @ArquillianResource ServerUnderTest} field.
 */
package org.sippresence.arquillian;
