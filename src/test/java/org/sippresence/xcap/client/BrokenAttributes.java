package org.sippresence.xcap.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.UserAttribute;
import org.sippresence.attributes.UserAttributes;

/** Attributes in a database that is gone. */
final class BrokenAttributes implements UserAttributes {

    private static UncheckedIOException gone() {
        return new UncheckedIOException(new IOException("database: gone"));
    }

    @Override
    public Optional<UserAttribute> find(AttributeName name) {
        throw gone();
    }

    @Override
    public List<UserAttribute> of(Collection<String> uids) {
        throw gone();
    }

    @Override
    public boolean save(UserAttribute attribute) {
        throw gone();
    }

    @Override
    public boolean remove(AttributeName name) {
        throw gone();
    }
}
