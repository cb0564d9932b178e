/**
 * SUBSCRIBE: subscriptions and their states (RFC 6665, RFC 3856).
 *
 * <p>A pure state machine and a service over a {@link org.sippresence.subscription.SubscriptionStore}; sends nothing.
 */
package org.sippresence.subscription;
