/**
 * What a line of the log may hold and how often it may come; named in {@code logback.xml}.
 *
 * <p>In the application and in the launcher, each beside a Logback of its own. Depends on Logback only.
 */
package org.sippresence.settings.logging;
