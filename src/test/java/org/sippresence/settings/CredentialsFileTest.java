package org.sippresence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;

final class CredentialsFileTest {

    @TempDir
    private Path data;

    private List<OutboundCredentials> read(String text) throws IOException {
        PrivateFiles.write(data.resolve("credentials"), text);
        return Settings.of(Map.of("data", data.toString(), "credentials_file", "credentials"))
                .outboundCredentials();
    }

    @Test
    void aPasswordIsKeptAsItsHashes() throws IOException {
        List<OutboundCredentials> all = read("""
                # the edge proxies
                realm="Edge of example.org" username=presence password="se \\"cret" hosts=Edge.example.org,192.0.2.1:5070

                realm=b username=u password=p hosts=[2001:db8::1],[2001:db8::2]:5080 methods=notify,MESSAGE
                """);
        assertThat(all).hasSize(2);
        OutboundCredentials first = all.get(0);
        assertThat(first.realm()).isEqualTo("Edge of example.org");
        assertThat(first.ha1(Algorithm.SHA_256))
                .contains(Hashes.hash("SHA-256", "presence:Edge of example.org:se \"cret"));
        assertThat(first.ha1(Algorithm.MD5)).contains(Hashes.hash("MD5", "presence:Edge of example.org:se \"cret"));
        assertThat(first.scope().contains("edge.example.org", 5099, "NOTIFY")).isTrue();
        assertThat(first.scope().contains("edge.example.org", 5060, "SUBSCRIBE"))
                .isTrue();
        assertThat(first.scope().contains("edge.example.org", 5060, "MESSAGE")).isFalse();
        assertThat(first.scope().contains("192.0.2.1", 5070, "NOTIFY")).isTrue();
        assertThat(first.scope().contains("192.0.2.1", 5060, "NOTIFY")).isFalse();
        assertThat(first.scope().contains("edge.example.org.evil.example", 5060, "NOTIFY"))
                .isFalse();
        OutboundCredentials second = all.get(1);
        assertThat(second.scope().contains("[2001:db8:0:0:0:0:0:1]", 5060, "MESSAGE"))
                .isTrue();
        assertThat(second.scope().contains("[2001:db8:0:0:0:0:0:2]", 5080, "NOTIFY"))
                .isTrue();
        assertThat(second.scope().contains("[2001:db8:0:0:0:0:0:2]", 5080, "SUBSCRIBE"))
                .isFalse();
        assertThat(all.toString()).doesNotContain(Hashes.hash("MD5", "u:b:p"));
    }

    @Test
    void hashesMayBeGivenInstead() throws IOException {
        String hash = "0123456789abcdef".repeat(4);
        assertThat(read("realm=a username=u ha1-sha-256=" + hash + " hosts=h"))
                .singleElement()
                .satisfies(each -> assertThat(each.ha1()).isEqualTo(Map.of(Algorithm.SHA_256, hash)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "realm=a username=u password=topsecret",
                "realm=a username=u hosts=h",
                "username=u password=topsecret hosts=h",
                "realm=a username=u password=topsecret ha1-md5=0123456789abcdef0123456789abcdef hosts=h",
                "realm=a username=u ha1-md5=topsecret hosts=h",
                "realm=a username=u password=topsecret hosts=h,",
                "realm=a username=u password=topsecret hosts=sip:h",
                "realm=a username=u password=topsecret hosts=*",
                "realm=a username=u password=topsecret hosts=h methods=INVITE",
                "realm=a realm=b username=u password=topsecret hosts=h",
                "realm=a username=u password=my topsecret=x hosts=h",
                "realm=a username=u password=my topsecret hosts=h",
                "realm=a username=u password=\"topsecret hosts=h",
            })
    void anInvalidLineIsRefusedWithoutItsSecret(String line) {
        assertThatThrownBy(() -> read("\n" + line + "\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("credentials: line 2: ")
                .hasMessageNotContaining("topsecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aFileOpenToOthersIsRefused(String mode) throws IOException {
        assumeTrue(data.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path file = Files.writeString(data.resolve("open"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> Settings.of(Map.of("credentials_file", file.toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("0600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(Settings.of(Map.of("credentials_file", file.toString())).outboundCredentials())
                .isEmpty();
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatThrownBy(() -> Settings.of(
                        Map.of("credentials_file", data.resolve("none").toString())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void withoutTheKeyThereAreNone() {
        assertThat(Settings.of(Map.of()).outboundCredentials()).isEmpty();
    }
}
