package org.sippresence.xcap;

import org.sippresence.model.Aor;
import org.sippresence.presentity.DocumentKey;

/** The authenticated client of an XCAP request with its access rights (RFC 4825 section 5.7, the default policy). */
public sealed interface XcapClient {

    boolean mayRead(Aor owner);

    boolean mayWrite(Aor owner);

    /** The holder of the admin token, with access to all trees. */
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

    /** A user, with access to its own tree and read access to the global trees. */
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
