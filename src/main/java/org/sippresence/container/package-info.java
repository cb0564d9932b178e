/**
 * Starts the application: command line, embedded Tomcat with the SIP container, exit codes.
 *
 * <p>May use {@code settings} and {@code hook}. Never in the class path of the application itself; it communicates with the
 * application through attributes of the servlet context ({@link org.sippresence.container.Deployment}).
 */
package org.sippresence.container;
