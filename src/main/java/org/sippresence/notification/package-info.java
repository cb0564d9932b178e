/**
 * From a change to the NOTIFYs of all who watch: composes once, keeps one NOTIFY in flight per subscription.
 *
 * <p>Called in the presentity's lane. Owns the port {@link org.sippresence.notification.NotifySender}.
 */
package org.sippresence.notification;
