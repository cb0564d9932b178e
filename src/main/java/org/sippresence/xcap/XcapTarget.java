package org.sippresence.xcap;

import java.util.Optional;
import org.sippresence.presentity.DocumentKey;

/**
 * What a request is about.
 *
 * @param node a part of the document; empty for the whole
 * @param path of the document in URIs, percent-encoded where need be
 */
record XcapTarget(ApplicationUsage usage, DocumentKey key, Optional<NodeSelector> node, String path) {}
