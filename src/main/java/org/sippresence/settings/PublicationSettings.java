package org.sippresence.settings;

import org.sippresence.model.ExpiresPolicy;

/**
 * How PUBLISH is handled.
 *
 * @param expires the lifetimes of publications
 * @param maxBody bytes, after decompression
 * @param strict whether a presence document that is not valid by its schema is rejected
 * @param tagPrefix prefix of each entity-tag
 */
public record PublicationSettings(ExpiresPolicy expires, int maxBody, boolean strict, String tagPrefix) {}
