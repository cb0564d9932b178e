package org.sippresence.hook.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority that the JDK's keytool makes, and certificates that it signs: each a PKCS#12 keystore and a pair of PEM
 * files in one directory.
 */
public final class TestAuthority {

    /** Of all keystores. */
    public static final String PASSWORD = "changeit";

    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path directory;

    private TestAuthority(Path directory) {
        this.directory = directory;
    }

    /** Creates the authority's key and certificate. */
    public static TestAuthority in(Path directory) throws IOException {
        Files.createDirectories(directory);
        TestAuthority authority = new TestAuthority(directory);
        authority.keytool("ca.p12", "-genkeypair", "-keyalg", "EC", "-dname", "CN=Test authority", "-ext", "bc:c");
        authority.writePem("ca");
        return authority;
    }

    /** The PEM file with the authority's certificate. */
    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /**
     * Makes a certificate.
     *
     * @param file name of its files without the ending
     * @param keyAlgorithm {@code EC} or {@code RSA}
     * @param names alternative names in keytool's form, such as {@code dns:example.org}
     */
    public Issued issue(String file, String keyAlgorithm, String... names) throws IOException {
        Files.deleteIfExists(directory.resolve(file + ".p12"));
        String own = file + ".p12";
        keytool(own, "-genkeypair", "-keyalg", keyAlgorithm, "-dname", "CN=" + file);
        Path request = directory.resolve(file + ".csr");
        Path signed = directory.resolve(file + ".crt");
        keytool(own, "-certreq", "-file", request.toString());
        List<String> signing = new ArrayList<>(
                List.of("-gencert", "-infile", request.toString(), "-outfile", signed.toString(), "-rfc"));
        if (names.length > 0) {
            signing.add("-ext");
            signing.add("san=" + String.join(",", names));
        }
        keytool("ca.p12", signing.toArray(String[]::new));
        Files.writeString(signed, Files.readString(signed) + Files.readString(certificate()));
        keytool(own, "-importcert", "-noprompt", "-file", signed.toString());
        writePem(file);
        return new Issued(directory.resolve(own), directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
    }

    /** The files of one certificate with its key. */
    public record Issued(Path keystore, Path certificate, Path key) {

        public CertificateFiles.Pair pair() {
            return new CertificateFiles.Pair(certificate, key);
        }
    }

    private void keytool(String keystore, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", directory.resolve(keystore).toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD, "-alias", "key", "-validity", "30"));
        if (command.contains("-certreq") || command.contains("-importcert")) { // they take no validity
            command.remove("-validity");
            command.remove("30");
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void writePem(String file) throws IOException {
        try {
            KeyStore store =
                    KeyStore.getInstance(directory.resolve(file + ".p12").toFile(), PASSWORD.toCharArray());
            StringBuilder chain = new StringBuilder();
            for (Certificate each : store.getCertificateChain("key")) {
                chain.append(pem("CERTIFICATE", each.getEncoded()));
            }
            Files.writeString(directory.resolve(file + ".pem"), chain);
            Key key = store.getKey("key", PASSWORD.toCharArray());
            Files.writeString(directory.resolve(file + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + PEM.encodeToString(content) + "\n-----END " + type + "-----\n";
    }
}
