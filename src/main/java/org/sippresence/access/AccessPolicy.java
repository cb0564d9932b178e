package org.sippresence.access;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sippresence.access.Caller.Nobody;
import org.sippresence.access.Caller.TokenHolder;
import org.sippresence.access.Caller.TrustedPeer;
import org.sippresence.model.Aor;

/**
 * The table of permissions: who may do what. All entry points, SIP, XCAP and REST, ask it; nothing else decides about a caller's
 * rights. {@code docs/security.md} shows the same table and explains it.
 */
public final class AccessPolicy {

    /**
     * Each operation with the callers that may do it. {@code self} is a user who is the target of the operation, {@code other} any
     * other user, {@code peer} a trusted peer; {@code read}, {@code write} and {@code admin} are the roles of access tokens. The
     * last column says what remains of that for a token with a domain: {@code own}, only targets in its domain; {@code any}, every
     * target; {@code -}, nothing.
     */
    static final String TABLE = """
            operation               nobody  self  other  peer  read  write  admin  domain
            PUBLISH                 -       yes   -      yes   -     -      -      -
            REGISTER                -       yes   -      yes   -     -      -      -
            WATCH                   -       yes   yes    yes   -     -      -      -
            WATCH_WATCHERS          -       yes   -      yes   -     -      -      -
            WATCH_CONTACTS          -       yes   -      yes   -     -      -      -
            WATCH_DOCUMENTS         -       yes   -      yes   -     -      -      -
            MESSAGE                 -       yes   yes    yes   -     -      -      -
            READ_DOCUMENTS          -       yes   -      -     yes   yes    yes    own
            WRITE_DOCUMENTS         -       yes   -      -     -     yes    yes    own
            READ_GLOBAL_DOCUMENTS   -       yes   yes    -     yes   yes    yes    any
            WRITE_GLOBAL_DOCUMENTS  -       -     -      -     -     -      yes    -
            READ_INDEX              yes     yes   yes    yes   yes   yes    yes    any
            READ_METRICS            -       -     -      -     yes   yes    yes    -
            USE_CONSOLE             -       -     -      -     yes   yes    yes    own
            READ_PRESENTITIES       -       -     -      -     yes   yes    yes    own
            READ_WATCHERS           -       -     -      -     yes   yes    yes    own
            READ_CONTACTS           -       -     -      -     yes   yes    yes    own
            EXPLAIN_DECISIONS       -       -     -      -     yes   yes    yes    own
            READ_ATTRIBUTES         -       -     -      -     yes   yes    yes    own
            READ_ACCOUNTS           -       -     -      -     yes   yes    yes    own
            WRITE_PUBLICATIONS      -       -     -      -     -     yes    yes    own
            WRITE_WATCHERS          -       -     -      -     -     yes    yes    own
            WRITE_CONTACTS          -       -     -      -     -     yes    yes    own
            WRITE_ATTRIBUTES        -       -     -      -     -     yes    yes    own
            WRITE_ACCOUNTS          -       -     -      -     -     -      yes    own
            MANAGE_TOKENS           -       -     -      -     -     -      yes    own
            READ_CONFIGURATION      -       -     -      -     -     -      yes    -
            RUN_MAINTENANCE         -       -     -      -     -     -      yes    -
            """;

    private static final Map<Operation, Row> ROWS = parse();

    private AccessPolicy() {}

    /** The columns for callers. */
    private enum Column {
        NOBODY,
        SELF,
        OTHER,
        PEER,
        READ,
        WRITE,
        ADMIN
    }

    /** The targets of a token with a domain. */
    private enum Reach {
        NONE,
        OWN,
        ANY
    }

    private record Row(Set<Column> allowed, Reach reach) {}

    private static Map<Operation, Row> parse() {
        Map<Operation, Row> rows = new EnumMap<>(Operation.class);
        TABLE.lines().skip(1).map(line -> line.split(" +", -1)).forEach(cells -> {
            Set<Column> allowed = EnumSet.noneOf(Column.class);
            int cell = 1;
            for (Column column : Column.values()) {
                if (cells[cell++].equals("yes")) {
                    allowed.add(column);
                }
            }
            String reach = cells[Column.values().length + 1];
            rows.put(
                    Operation.valueOf(cells[0]),
                    new Row(allowed, reach.equals("-") ? Reach.NONE : Reach.valueOf(reach.toUpperCase(Locale.ROOT))));
        });
        if (rows.size() != Operation.values().length) {
            throw new IllegalStateException("the table does not have every operation");
        }
        return rows;
    }

    /** Whether the caller may do the operation to a user. Addresses are compared in canonical form (RFC 3261 section 19.1.4). */
    public static boolean allows(Caller caller, Operation operation, Aor user) {
        return allows(caller, operation, new Target.User(user));
    }

    /** Whether the caller may do the operation to the target. */
    public static boolean allows(Caller caller, Operation operation, Target target) {
        Row row = ROWS.get(operation);
        return row.allowed().contains(column(caller, target)) && reaches(row, caller, target);
    }

    /** Whether there is any target to which the caller may do the operation. */
    public static boolean allowsAny(Caller caller, Operation operation) {
        Row row = ROWS.get(operation);
        if (caller instanceof Caller.User) {
            return row.allowed().contains(Column.SELF) || row.allowed().contains(Column.OTHER);
        }
        boolean limited =
                caller instanceof TokenHolder holder && holder.domain().isPresent();
        return row.allowed().contains(column(caller, Target.SERVER)) && !(limited && row.reach() == Reach.NONE);
    }

    /** The least role that permits the operation; empty if no token does. */
    public static Optional<Role> leastRole(Operation operation) {
        return Stream.of(Role.values())
                .filter(role -> ROWS.get(operation).allowed().contains(column(role)))
                .findFirst();
    }

    private static Column column(Caller caller, Target target) {
        if (caller instanceof Nobody) {
            return Column.NOBODY;
        }
        if (caller instanceof TrustedPeer) {
            return Column.PEER;
        }
        if (caller instanceof TokenHolder holder) {
            return column(holder.role());
        }
        Aor self = ((Caller.User) caller).aor();
        return target instanceof Target.User user && user.aor().equals(self) ? Column.SELF : Column.OTHER;
    }

    private static Column column(Role role) {
        return switch (role) {
            case READ -> Column.READ;
            case WRITE -> Column.WRITE;
            case ADMIN -> Column.ADMIN;
        };
    }

    private static boolean reaches(Row row, Caller caller, Target target) {
        if (!(caller instanceof TokenHolder holder) || holder.domain().isEmpty()) {
            return true;
        }
        return switch (row.reach()) {
            case NONE -> false;
            case OWN -> target.domain().equals(holder.domain());
            case ANY -> true;
        };
    }
}
