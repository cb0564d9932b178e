/**
 * The load generator: scenarios over UDP against any SIP presence server, each NOTIFY checked; figures as JSON lines.
 *
 * <p>Depends on the JDK and on Jackson, never on the code that it measures.
 */
package org.sippresence.bench;
