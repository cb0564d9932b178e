package org.sippresence.hook.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads keys and certificates from files. The messages of its exceptions name the file, and nothing of its content. */
final class CertificateReader {

    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]*PRIVATE KEY-----");

    /** Signature algorithms for the check that a key belongs to its certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private CertificateReader() {}

    /** Reads all keys of this server; at least one. */
    static List<CertificateEntry> entries(CertificateFiles files) throws IOException {
        List<CertificateEntry> entries = new ArrayList<>();
        if (files.keystore().isPresent()) {
            entries.addAll(keystore(files.keystore().get(), files.password().toCharArray()));
        }
        for (CertificateFiles.Pair pair : files.pairs()) {
            entries.add(pair(pair));
        }
        return entries;
    }

    private static List<CertificateEntry> keystore(Path file, char[] password) throws IOException {
        read(file); // for the message about an absent or unreadable file
        List<CertificateEntry> entries = new ArrayList<>();
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
                    entries.add(CertificateEntry.of(key, x509(store.getCertificateChain(alias))));
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(file + " is not a keystore that can be read with the password", e);
        }
        if (entries.isEmpty()) {
            throw new IOException(file + " has no key");
        }
        return entries;
    }

    private static List<X509Certificate> x509(Certificate[] chain) throws CertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Certificate each : chain == null ? new Certificate[0] : chain) {
            if (each instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("a key has no certificate");
        }
        return certificates;
    }

    private static CertificateEntry pair(CertificateFiles.Pair pair) throws IOException {
        List<X509Certificate> chain = certificates(pair.certificate());
        PublicKey publicKey = chain.get(0).getPublicKey();
        PrivateKey key = key(pair.key(), publicKey.getAlgorithm());
        if (!belongs(key, publicKey)) {
            throw new IOException(
                    "the key in " + pair.key() + " does not belong to the certificate in " + pair.certificate());
        }
        return CertificateEntry.of(key, chain);
    }

    /** Reads the certificates of a PEM file; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return x509(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file)))
                    .toArray(new Certificate[0]));
        } catch (CertificateException e) {
            throw new IOException(file + " has no certificate in PEM form", e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException {
        Matcher pem = PEM_KEY.matcher(new String(read(file), ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(file + " has no private key in PEM form");
        }
        if (!pem.group(1).isEmpty()) {
            throw new IOException(
                    file + " is not a PKCS#8 key without encryption (\"BEGIN PRIVATE KEY\"): convert it with"
                            + " openssl pkcs8 -topk8 -nocrypt");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " has no private key of the certificate's algorithm, " + algorithm);
        }
    }

    private static boolean belongs(PrivateKey key, PublicKey publicKey) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return true; // found out in the first handshake
        }
        byte[] sample = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(sample);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(sample);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read", e);
        }
    }
}
