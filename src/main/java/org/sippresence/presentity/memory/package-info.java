/** Compact representation of subscriptions in memory, with its indexes and counters. */
package org.sippresence.presentity.memory;
