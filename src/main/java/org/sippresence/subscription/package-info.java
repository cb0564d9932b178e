/**
 * SUBSCRIBE: who watches whom, and in which state (RFC 6665, RFC 3856).
 *
 * <p>A pure state machine and a service over a {@link org.sippresence.subscription.SubscriptionStore}; sends nothing.
 */
package org.sippresence.subscription;
