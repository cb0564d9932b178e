/**
 * Rules from a remote XCAP server: requested over HTTP, cached, and refreshed while presentities are watched.
 *
 * <p>{@link org.sippresence.xcap.client.RemoteRules} is the entry point. May use model, authorization, attributes and
 * settings; only bootstrap depends on it.
 */
package org.sippresence.xcap.client;
