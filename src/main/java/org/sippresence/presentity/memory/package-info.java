/**
 * The compact representation of subscriptions and documents in memory.
 */
package org.sippresence.presentity.memory;
