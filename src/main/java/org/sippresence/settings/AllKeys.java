package org.sippresence.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All keys. Names and defaults are those of SER and Kamailio, unchanged. The start-up checks, {@code
 * docs/configuration.md} and {@code GET /api/v1/config} are all made from this table.
 */
final class AllKeys {

    /**
     * A group of related keys, as the reference shows them.
     *
     * @param effect the effect that all of them share if they have none of their own; otherwise empty
     */
    record Section(String title, String effect, List<Key> keys) {
        Section(String title, List<Key> keys) {
            this(title, "", keys);
        }
    }

    static final List<Section> SECTIONS = List.of(
            new Section("Server", ServerKeys.all()),
            new Section("SIP", SipKeys.all()),
            new Section("Publications", PublicationKeys.all()),
            new Section("Subscriptions", SubscriptionKeys.all()),
            new Section("Notifications", NotificationKeys.all()),
            new Section("Registrations", RegistrationKeys.all()),
            new Section("Bounds", BoundsKeys.all()),
            new Section("Connections over TCP", TcpKeys.all()),
            new Section("TLS and WebSocket", TlsKeys.all()),
            new Section("Storage", StorageKeys.all()),
            new Section("Maintenance", MaintenanceKeys.all()),
            new Section("Ownership of the database", MaintenanceKeys.lease()),
            new Section("Watcher information", WinfoKeys.all()),
            new Section("Security", SecurityKeys.all()),
            new Section("Failed authentications and audit log", AuditKeys.all()),
            new Section("Accounts", AccountKeys.all()),
            new Section("Rules", SubscriptionKeys.rules()),
            new Section("Rules from an XCAP server", XcapClientKeys.all()),
            new Section("The built-in XCAP server", XcapServerKeys.all()),
            new Section("Subscriptions at other servers", ClientSubscriptionKeys.all()),
            new Section(
                    "Accepted without effect",
                    "These keys have no effect: this server has nothing that they could configure.",
                    IgnoredKeys.ofOtherServers()));

    static final List<Key> ALL =
            SECTIONS.stream().flatMap(section -> section.keys().stream()).toList();

    private static final Map<String, Key> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));

    private AllKeys() {}

    static Optional<Key> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The key whose name is nearest to the given one by edit distance. */
    static Key nearest(String name) {
        return ALL.stream()
                .min(Comparator.comparingInt(key -> distance(name, key.name())))
                .orElseThrow();
    }

    /** The Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
