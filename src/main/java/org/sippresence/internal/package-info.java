/**
 * Subscriptions from within the process: the same decisions, order and documents as for SUBSCRIBE, without SIP.
 *
 * <p>May use model, eventpackage, subscription, notification and service.
 */
package org.sippresence.internal;
