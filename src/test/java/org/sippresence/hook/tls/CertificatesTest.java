package org.sippresence.hook.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With certificates that the JDK's keytool makes. */
final class CertificatesTest {

    @TempDir
    private static Path directory;

    private static TestAuthority authority;
    private static TestAuthority.Issued first;
    private static TestAuthority.Issued second;
    private static TestAuthority.Issued client;

    @TempDir
    private Path own;

    private Optional<Certificates> opened = Optional.empty();

    @BeforeAll
    static void issue() throws IOException {
        authority = TestAuthority.in(directory);
        first = authority.issue("first", "RSA", "dns:first.example.org", "uri:sip:first.example.org");
        second = authority.issue("second", "EC", "dns:*.second.example.org");
        client = authority.issue("client", "EC", "uri:sip:proxy.example.org", "dns:host.example.org", "ip:192.0.2.1");
    }

    @AfterEach
    void close() {
        opened.ifPresent(Certificates::close);
    }

    private Certificates open(CertificateFiles files) throws IOException {
        Certificates certificates = Certificates.open(files);
        opened = Optional.of(certificates);
        return certificates;
    }

    private static CertificateFiles pem(CertificateFiles.Pair... pairs) {
        return new CertificateFiles(Optional.empty(), "", List.of(pairs), Optional.of(authority.certificate()));
    }

    private static String subject(Certificates server, String host) throws SSLException {
        SSLEngine engine = server.clientEngine(host, 5061);
        return TestHandshake.run(TestHandshake.asking(engine, host), server.serverEngine(ClientCertificates.OFF))
                .getSubjectX500Principal()
                .getName();
    }

    @ParameterizedTest
    @CsvSource({
        "first.example.org,     CN=first",
        "FIRST.example.org,     CN=first",
        "a.second.example.org,  CN=second",
        "a.b.second.example.org,CN=first",
        "second.example.org,    CN=first",
        "other.example.com,     CN=first"
    })
    void aClientGetsTheCertificateOfTheNameThatItAsksForOrTheFirst(String host, String subject) throws IOException {
        assertThat(subject(open(pem(first.pair(), second.pair())), host)).isEqualTo(subject);
    }

    @Test
    void aKeystoreIsReadWithItsPassword() throws IOException {
        CertificateFiles files = new CertificateFiles(
                Optional.of(first.keystore()), TestAuthority.PASSWORD, List.of(), Optional.of(authority.certificate()));
        assertThat(subject(open(files), "first.example.org")).isEqualTo("CN=first");
        assertThat(files.toString()).doesNotContain(TestAuthority.PASSWORD);
        assertThatThrownBy(() ->
                        Certificates.open(new CertificateFiles(files.keystore(), "wrong", List.of(), Optional.empty())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("first.p12")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void changedFilesAreReadAgainAndDamagedOnesAreNotUsed() throws IOException {
        Path certificate = Files.copy(first.certificate(), own.resolve("c.pem"));
        Path key = Files.copy(first.key(), own.resolve("c.key"));
        Certificates certificates = open(pem(new CertificateFiles.Pair(certificate, key)));
        AtomicInteger changes = new AtomicInteger();
        certificates.onReload(changes::incrementAndGet);
        assertThat(certificates.reloadIfChanged()).isFalse();

        Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        assertThat(certificates.reloadIfChanged()).isFalse();
        assertThat(subject(certificates, "x.example.org")).isEqualTo("CN=first");

        Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
        certificates.reloadIfChanged();
        assertThat(subject(certificates, "x.example.org")).isEqualTo("CN=second");
        assertThat(changes).hasValue(1);
        assertThat(certificates.names()).containsExactly("*.second.example.org");
    }

    @Test
    void aKeyOfAnotherCertificateOrInAnotherFormIsRejectedWithTheNameOfTheFile() throws IOException {
        assertThatThrownBy(() -> Certificates.open(pem(new CertificateFiles.Pair(second.certificate(), client.key()))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("client.key does not belong to");
        Path old = Files.writeString(
                own.resolve("old.key"), Files.readString(first.key()).replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        assertThatThrownBy(() -> Certificates.open(pem(new CertificateFiles.Pair(first.certificate(), old))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("old.key")
                .hasMessageContaining("openssl pkcs8");
        assertThatThrownBy(
                        () -> Certificates.open(pem(new CertificateFiles.Pair(own.resolve("absent.pem"), first.key()))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("absent.pem does not exist");
    }

    @Test
    void aClientWithoutCertificateIsServedUnlessOneIsNeeded() throws IOException {
        Certificates server = open(pem(first.pair()));
        SSLContext stranger = stranger();
        assertThat(TestHandshake.run(asClient(stranger), server.serverEngine(ClientCertificates.WANT)))
                .isNotNull();
        assertThatThrownBy(() -> TestHandshake.run(asClient(stranger), server.serverEngine(ClientCertificates.NEED)))
                .isInstanceOf(SSLHandshakeException.class);
    }

    /** Trusts everybody and has no certificate. */
    private static SSLContext stranger() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.2");
            context.init(null, new TrustManager[] {new TrustingEverybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLEngine asClient(SSLContext context) {
        SSLEngine engine = context.createSSLEngine("first.example.org", 5061);
        engine.setUseClientMode(true);
        return engine;
    }

    /** RFC 5922 section 7.1. */
    @Test
    void aCertificateIsForTheDomainsOfItsSipUrisOrElseForItsNames() throws IOException {
        X509Certificate proxy =
                CertificateReader.certificates(client.certificate()).get(0);
        assertThat(CertificateNames.sipDomains(proxy)).containsExactly("proxy.example.org");
        assertThat(CertificateNames.isFor("Proxy.Example.Org", proxy)).isTrue();
        assertThat(CertificateNames.isFor("host.example.org", proxy)).isFalse();
        assertThat(CertificateNames.isFor("192.0.2.1", proxy)).isTrue();
        assertThat(CertificateNames.isFor("192.0.2.2", proxy)).isFalse();
        X509Certificate wildcard =
                CertificateReader.certificates(second.certificate()).get(0);
        assertThat(CertificateNames.isFor("a.second.example.org", wildcard)).isFalse();
        X509Certificate plain = CertificateReader.certificates(
                        authority.issue("plain.example.org", "EC").certificate())
                .get(0);
        assertThat(CertificateNames.isFor("plain.example.org", plain)).isTrue();
    }
}
