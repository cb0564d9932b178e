package org.sippresence.account;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * A SIP account with its hashes.
 *
 * @param aor in the form that {@link #canonical} returns
 * @param plain for clients whose username is the user part, {@code alice}
 * @param qualified for clients whose username includes the domain, {@code alice@example.org}
 */
public record Account(Aor aor, Ha1 plain, Ha1 qualified) {

    public Account {
        Objects.requireNonNull(plain, "plain");
        Objects.requireNonNull(qualified, "qualified");
        if (!canonical(aor).equals(aor)) {
            throw new IllegalArgumentException("not an address that can have an account: " + aor);
        }
    }

    /**
     * Returns the address under which an account is stored: {@code sips:alice@example.org} is the same account as
     * {@code sip:alice@example.org}.
     *
     * @throws IllegalArgumentException if it has no user part, or its scheme has no domain
     */
    public static Aor canonical(Aor aor) {
        if (aor.user().isEmpty() || aor.domain().isEmpty()) {
            throw new IllegalArgumentException("not an address that can have an account: " + aor);
        }
        return new Aor("sip:" + aor.user() + '@' + aor.domain());
    }

    /** Creates an account with the hashes of a password in a realm. */
    public static Account withPassword(Aor aor, String realm, String password) {
        String rest = ':' + realm + ':' + password;
        return new Account(aor, Ha1.of(aor.user() + rest), Ha1.of(aor.user() + '@' + aor.domain() + rest));
    }

    /** The algorithms with which this account can authenticate. */
    public List<Algorithm> algorithms() {
        return Stream.of(Algorithm.values())
                .filter(each -> plain.by(each).isPresent() || qualified.by(each).isPresent())
                .toList();
    }
}
