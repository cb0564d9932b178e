package org.sippresence.xcap;

import java.util.Optional;
import org.sippresence.presentity.DocumentKey;

/**
 * The resource that a request names.
 *
 * @param node the part of the document; empty for the whole document
 * @param path the document's path in URIs, percent-encoded where necessary
 */
record XcapTarget(ApplicationUsage usage, DocumentKey key, Optional<NodeSelector> node, String path) {}
