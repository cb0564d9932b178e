package org.sippresence.xcap;

import org.sippresence.model.Aor;
import org.sippresence.presentity.DocumentKey;

/** Who makes a request for an XCAP resource, and what that one may do (RFC 4825 section 5.7, the default policy). */
public sealed interface XcapClient {

    boolean mayRead(Aor owner);

    boolean mayWrite(Aor owner);

    /** Whoever has the admin token: all trees are open. */
    record Admin() implements XcapClient {

        @Override
        public boolean mayRead(Aor owner) {
            return true;
        }

        @Override
        public boolean mayWrite(Aor owner) {
            return true;
        }
    }

    /** A user: the own tree, and the global ones for reading. */
    record User(Aor aor) implements XcapClient {

        @Override
        public boolean mayRead(Aor owner) {
            return owner.equals(aor) || owner.equals(DocumentKey.GLOBAL);
        }

        @Override
        public boolean mayWrite(Aor owner) {
            return owner.equals(aor);
        }
    }
}
