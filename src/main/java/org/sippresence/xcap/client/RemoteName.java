package org.sippresence.xcap.client;

import java.net.URI;

/** Where a document is, and its own name, as the URI has it. */
record RemoteName(URI uri) {

    String file() {
        String path = uri.getRawPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
