/**
 * What the users' own agents tell when they are subscribed to (RFC 3856): one more source of presence.
 */
package org.sippresence.clientsubscription.agents;
