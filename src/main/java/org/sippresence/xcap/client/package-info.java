/**
 * Rules from an XCAP server of somebody else: asked for over HTTP, kept, and asked for again while somebody watches.
 *
 * <p>{@link org.sippresence.xcap.client.RemoteRules} is the door. May use model, authorization, attributes and settings;
 * nothing depends on it but bootstrap.
 */
package org.sippresence.xcap.client;
