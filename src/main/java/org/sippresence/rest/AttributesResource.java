package org.sippresence.rest;

import java.util.Locale;
import java.util.function.Supplier;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.SecurityContext;
import org.sippresence.access.Operation;
import org.sippresence.access.Target;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.UserAttribute;
import org.sippresence.attributes.UserAttributes;

/** Attributes of users, such as {@code pres_rules_file}. */
@Path("/api/v1/attributes/{uid: .+}/{name: [^/]+}")
@Produces(MediaType.APPLICATION_JSON)
public final class AttributesResource {

    private final UserAttributes attributes;

    @Context
    private SecurityContext security;

    AttributesResource(UserAttributes attributes) {
        this.attributes = attributes;
    }

    /** An attribute of a user. */
    record AttributeRepresentation(String uid, String name, String value) {

        static AttributeRepresentation from(UserAttribute attribute) {
            return new AttributeRepresentation(
                    attribute.name().uid(), attribute.name().name(), attribute.value());
        }
    }

    /** The body of PUT for an attribute. Absent members are null. */
    record AttributeRequest(String value) {}

    @GET
    @Requires(Operation.READ_ATTRIBUTES)
    public AttributeRepresentation attribute(@PathParam("uid") String uid, @PathParam("name") String name) {
        AttributeName wanted = permitted(name(uid, name));
        return attributes.find(wanted).map(AttributeRepresentation::from).orElseThrow(() -> unknown(wanted));
    }

    /** Creates or replaces an attribute. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Requires(Operation.WRITE_ATTRIBUTES)
    public void save(@PathParam("uid") String uid, @PathParam("name") String name, AttributeRequest request) {
        AttributeName wanted = permitted(name(uid, name));
        if (request == null || request.value() == null) {
            throw ProblemException.badRequest("value is missing");
        }
        if (!attributes.save(valid(() -> new UserAttribute(wanted, request.value())))) {
            throw ProblemException.unavailable("there is no room for another attribute without a database");
        }
    }

    @DELETE
    @Requires(Operation.WRITE_ATTRIBUTES)
    public void remove(@PathParam("uid") String uid, @PathParam("name") String name) {
        AttributeName wanted = permitted(name(uid, name));
        if (!attributes.remove(wanted)) {
            throw unknown(wanted);
        }
    }

    /** A token with a domain is limited to users that are named with it: a user part alone names a user of each domain. */
    private AttributeName permitted(AttributeName name) {
        int at = name.uid().lastIndexOf('@');
        String domain = name.uid().substring(at + 1).toLowerCase(Locale.ROOT);
        Access.of(security).require(at < 0 ? Target.SERVER : new Target.Domain(domain));
        return name;
    }

    private static AttributeName name(String uid, String name) {
        return valid(() -> new AttributeName(uid, name));
    }

    private static <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(e.getMessage());
        }
    }

    private static ProblemException unknown(AttributeName name) {
        return ProblemException.notFound("there is no attribute " + name.name() + " of " + name.uid());
    }
}
