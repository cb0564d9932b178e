/**
 * Limits the content and the rate of log lines; configured in {@code logback.xml}.
 *
 * <p>Used by the application and by the launcher, each with a Logback of its own. Depends on Logback only.
 */
package org.sippresence.settings.logging;
