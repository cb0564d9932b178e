package org.sippresence.eventpackage;

import java.util.List;
import org.sippresence.model.Aor;

/** Composes one document from all state published for one presentity. A pure function, called in the presentity's lane. */
public interface Composer {

    /**
     * Composes the live publications.
     *
     * @param published oldest first; empty for a presentity without any state, which gives the package's defined document for
     * that (for presence: closed, no contact)
     * @param parsed bodies that were parsed before, for a check or for an earlier document; others are parsed
     */
    Document compose(Aor presentity, List<PublishedState> published, List<ParsedBody> parsed);
}
