package org.sippresence.registration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.ComparableUri;
import org.sippresence.model.Flow;
import org.sippresence.model.RemoteTarget;

/**
 * One contact of an address of record (RFC 3261 section 10.2.1).
 *
 * @param id internal id, at most 64 characters, constant while the contact is registered without a gap
 * @param contact an absolute URI without angle brackets, at most {@value #LONGEST_URI} characters
 * @param q the preference in thousandths, 0 to 1000; empty if none was given
 * @param since time of the first registration, different by at least a microsecond for each contact of an address of record,
 * which orders them
 * @param expires when it ends unless it is refreshed
 * @param claim the source of the registration
 * @param outbound how the contact is reached
 */
public record Binding(
        String id,
        Aor aor,
        String contact,
        OptionalInt q,
        Instant since,
        Instant expires,
        Claim claim,
        Outbound outbound) {

    /** Maximum length of a contact URI in characters. */
    public static final int LONGEST_URI = 512;

    public Binding {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(aor, "aor");
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(q, "q");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(outbound, "outbound");
    }

    public BindingSource source() {
        return claim.source();
    }

    /** Returns the contact URI with the address given for it. */
    public RemoteTarget target() {
        return new RemoteTarget(contact, outbound.nextHop);
    }

    /** Returns whether the URIs are equal by RFC 3261 section 19.1.4. */
    boolean isContact(String uri) {
        return contact.equals(uri) || ComparableUri.of(contact).isEquivalentTo(ComparableUri.of(uri));
    }

    /** Returns a copy with the time of the first registration. */
    public Binding since(Instant time) {
        return new Binding(id, aor, contact, q, time, expires, claim, outbound);
    }

    /** Returns a copy with the identity of a contact. */
    Binding as(String newId, Instant newSince) {
        return new Binding(newId, aor, contact, q, newSince, expires, claim, outbound);
    }

    /**
     * The source of a registration and the request that made it.
     *
     * @param callId the Call-ID of the REGISTER, at most 1024 characters; empty for other sources
     * @param cseq the CSeq of the REGISTER
     * @param userAgent the User-Agent header, or empty
     */
    public record Claim(BindingSource source, String callId, long cseq, String userAgent) {
        public Claim {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(userAgent, "userAgent");
        }

        /** Returns the claim of a source other than REGISTER. */
        public static Claim of(BindingSource source) {
            return new Claim(source, "", 0, "");
        }
    }

    /**
     * How a contact is reached, in addition to its URI.
     *
     * @param instance the parameter {@code +sip.instance} without quotes (RFC 5626 section 4.1), or empty
     * @param regId the parameter {@code reg-id} (RFC 5626 section 4.2); 0 for none
     * @param path the URIs of the Path header in its order (RFC 3327), without angle brackets
     * @param nextHop the URI of the address that an edge proxy provided for the contact ({@link RemoteTarget}), or empty
     * @param flow where the newest REGISTER came from, if requests are sent there
     */
    public record Outbound(String instance, int regId, List<String> path, String nextHop, Flow flow) {

        private static final Flow NONE = Flow.of("");

        /** Directly at the contact URI. */
        public static final Outbound DIRECT = new Outbound("", 0, List.of(), "");

        public Outbound {
            Objects.requireNonNull(instance, "instance");
            path = List.copyOf(path);
            Objects.requireNonNull(nextHop, "nextHop");
            boolean isUsed = flow.remote().isPresent() && path.isEmpty() && nextHop.isEmpty();
            flow = isUsed ? flow : NONE;
        }

        /** Creates a way without a flow. */
        public Outbound(String instance, int regId, List<String> path, String nextHop) {
            this(instance, regId, path, nextHop, NONE);
        }

        /** Returns whether a new registration of the same instance and flow replaces an old one, whatever its URI (RFC 5626). */
        boolean isFlowOf(Outbound other) {
            return regId > 0 && regId == other.regId && !instance.isEmpty() && instance.equals(other.instance);
        }
    }
}
