package org.sippresence.rest;

import java.security.Principal;
import java.util.Optional;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.AccessPolicy;
import org.sippresence.access.Caller;
import org.sippresence.access.Operation;
import org.sippresence.access.Target;
import org.sippresence.model.Aor;

/**
 * The caller of a request and the operation that it requested. A resource reads it from its {@link SecurityContext} on the
 * request's thread.
 */
record Access(Caller caller, Operation operation) implements Principal {

    static Access of(SecurityContext context) {
        return (Access) context.getUserPrincipal();
    }

    /** The id of the token; {@code nobody} without one. */
    @Override
    public String getName() {
        return caller instanceof Caller.TokenHolder holder ? holder.id() : "nobody";
    }

    /** The domain to which the caller is limited; empty for the whole server. */
    Optional<String> domain() {
        return caller instanceof Caller.TokenHolder holder ? holder.domain() : Optional.empty();
    }

    /** Returns the user if the caller may do the operation to it; otherwise the request is rejected with 403. */
    Aor require(Aor user) {
        require(new Target.User(user));
        return user;
    }

    /** Rejects the request with 403 unless the caller may do the operation to the target. */
    void require(Target target) {
        if (!allows(target)) {
            throw ProblemException.forbidden(
                    domain().map(name -> "the token is limited to the domain " + name)
                            .orElse("the token does not permit this"),
                    operation);
        }
    }

    boolean allows(Target target) {
        return AccessPolicy.allows(caller, operation, target);
    }
}
