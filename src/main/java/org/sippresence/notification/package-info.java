/**
 * Notification of watchers after a change: composes each document once and keeps at most one NOTIFY in flight per subscription.
 *
 * <p>Called in the presentity's lane. Owns the port {@link org.sippresence.notification.NotifySender}.
 */
package org.sippresence.notification;
