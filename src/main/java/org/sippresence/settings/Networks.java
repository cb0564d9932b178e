package org.sippresence.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.AddressLiteral;

/** Addresses and networks in CIDR notation; IPv4, IPv6 or both. */
public final class Networks {

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Parses {@code 192.0.2.1} or {@code 2001:db8::/32}.
     *
     * @throws SettingsException naming the key and the part that is neither
     */
    static Networks of(String key, List<String> parts) {
        return new Networks(parts.stream()
                .map(part -> Network.parse(part)
                        .orElseThrow(() -> new SettingsException(
                                key + ": " + part + " is neither an address nor a network such as 10.0.0.0/8")))
                .toList());
    }

    /** Whether the address is one of these addresses or in one of these networks. */
    public boolean contains(InetAddress address) {
        byte[] bytes = Objects.requireNonNull(address, "address").getAddress();
        return networks.stream().anyMatch(each -> each.contains(bytes));
    }

    /** Whether the text is such an address, in brackets or not. A host name is none: it is not resolved. */
    public boolean contains(String host) {
        boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        String address = isBracketed ? host.substring(1, host.length() - 1) : host;
        return address.indexOf('/') < 0
                && Network.parse(address)
                        .filter(each -> networks.stream().anyMatch(network -> network.contains(each.prefix)))
                        .isPresent();
    }

    private static final class Network {

        private final byte[] prefix;
        private final int bits;

        private Network(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Optional<Network> parse(String text) {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            if (address.startsWith("[")) {
                return Optional.empty();
            }
            return AddressLiteral.parse(address).map(InetAddress::getAddress).flatMap(prefix -> {
                int most = prefix.length * Byte.SIZE;
                String bits = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
                return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= most
                        ? Optional.of(new Network(prefix, Integer.parseInt(bits)))
                        : Optional.empty();
            });
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> i % Byte.SIZE;
                if (((address[i / Byte.SIZE] ^ prefix[i / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
