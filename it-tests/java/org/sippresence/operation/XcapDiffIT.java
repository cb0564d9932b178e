package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.WatcherDialog;

/** xcap-diff (RFC 5875) over the network: documents are changed by HTTP, and subscribers are notified by SIP. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class XcapDiffIT extends DeployedServerTest {

    private static final String LISTS = "application/resource-lists+xml";
    private static final String ELEMENT = "application/xcap-el+xml";
    private static final String ROOT = "https://xcap.example.org/xcap/";
    private static final Pattern ETAG = Pattern.compile("new-etag=\"([^\"]+)\"");
    private static final Duration QUIET = Duration.ofMillis(300);

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "xcap_diff_min_interval=0",
                "xcap_server_root=https://xcap.example.org/xcap",
                "xcap_diff_watchers=sip:rls@example.org");
    }

    private String exchange(String method, String path, String type, String body) {
        var response = admin().send(method, "/xcap/" + path, type, body);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return response.headers()
                .firstValue("ETag")
                .map(tag -> tag.replace("\"", ""))
                .orElse("");
    }

    private static String document(String user) {
        return "resource-lists/users/" + user + "/index";
    }

    private static String lists(String... entries) {
        StringBuilder text = new StringBuilder("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\">");
        text.append("<list name=\"friends\">");
        for (String each : entries) {
            text.append("<entry uri=\"sip:").append(each).append("@example.org\"/>");
        }
        return text.append("</list></resource-lists>").toString();
    }

    private static String wished(String... uris) {
        StringBuilder text =
                new StringBuilder("<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"><list>");
        for (String each : uris) {
            text.append("<entry uri=\"").append(each).append("\"/>");
        }
        return text.append("</list></resource-lists>").toString();
    }

    private static WatcherDialog subscribed(WatcherDialog watcher, String... uris) {
        SipMessage answer =
                watcher.subscribe(600, request -> uris.length == 0 ? request : request.withBody(LISTS, wished(uris)));
        assertThat(answer.status()).isEqualTo(200);
        return watcher;
    }

    private static String etag(Notification notification) {
        Matcher matcher = ETAG.matcher(notification.text());
        assertThat(matcher.find()).as(notification.text()).isTrue();
        return matcher.group(1);
    }

    @OverUdpAndTcp
    void aDocumentIsFollowedFromPutToDelete(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog phone = subscribed(scene.watcher(alice, alice).event("xcap-diff"));
        Notification first = phone.next();
        assertThat(first.state()).isEqualTo("active");
        assertThat(first.contentType()).isEqualTo("application/xcap-diff+xml");
        assertThat(first.text()).contains("xcap-root=\"" + ROOT + "\"").doesNotContain("document");
        String one = exchange("PUT", document(alice), LISTS, lists("bob"));
        assertThat(phone.next().text())
                .contains("sel=\"" + document(alice) + "\" new-etag=\"" + one + "\"")
                .doesNotContain("previous-etag");
        String two = exchange("PUT", document(alice), LISTS, lists("bob", "carol"));
        assertThat(phone.next().text()).contains("previous-etag=\"" + one + "\" new-etag=\"" + two + "\"/>");
        exchange("DELETE", document(alice), LISTS, "");
        assertThat(phone.next().text())
                .contains("previous-etag=\"" + two + "\"/>")
                .doesNotContain("new-etag");
    }

    @Test
    void aPatchTellsWhatAPutOfAnElementDid(Scene scene) {
        String alice = scene.user("alice");
        exchange("PUT", document(alice), LISTS, lists("bob"));
        WatcherDialog phone =
                subscribed(scene.watcher(alice, alice).event("xcap-diff;diff-processing=aggregate"), document(alice));
        String one = etag(phone.next());
        exchange(
                "PUT",
                document(alice) + "/~~/resource-lists/list/entry%5b@uri=%22sip:carol@example.org%22%5d",
                ELEMENT,
                "<entry uri=\"sip:carol@example.org\"/>");
        assertThat(phone.next().text())
                .contains("previous-etag=\"" + one + '"')
                .contains("<d:add sel=\"*/*[1]/*[1]\" pos=\"after\"")
                .contains("><entry uri=\"sip:carol@example.org\"/></d:add>");
    }

    @Test
    void elementsAndAttributesAreToldByValue(Scene scene) {
        String alice = scene.user("alice");
        String name = document(alice) + "/~~/resource-lists/list/@name";
        String entry = document(alice) + "/~~/resource-lists/list/entry%5b1%5d";
        WatcherDialog phone = subscribed(scene.watcher(alice, alice).event("xcap-diff"), name, entry);
        assertThat(phone.next().text()).doesNotContain("sel=");
        exchange("PUT", document(alice), LISTS, lists("bob"));
        assertThat(phone.next().text())
                .contains("<d:attribute sel=\"" + name + "\">friends</d:attribute>")
                .contains("<entry uri=\"sip:bob@example.org\"/></d:element>")
                .doesNotContain("d:document");
        exchange("PUT", document(alice), LISTS, lists());
        assertThat(phone.next().text())
                .contains("<d:element sel=\"" + entry + "\" exists=\"0\"/>")
                .doesNotContain("d:attribute");
    }

    @Test
    void aRefreshTellsAllAgainAndMayBringAnotherList(Scene scene) {
        String alice = scene.user("alice");
        String tag = exchange("PUT", document(alice), LISTS, lists("bob"));
        WatcherDialog phone =
                subscribed(scene.watcher(alice, alice).event("xcap-diff"), "pres-rules/users/" + alice + "/index");
        assertThat(phone.next().text()).doesNotContain("sel=");
        subscribed(phone, "resource-lists/");
        assertThat(phone.next().text()).contains("sel=\"" + document(alice) + "\" new-etag=\"" + tag + '"');
        subscribed(phone);
        assertThat(phone.next().text()).as("the list stays").contains(tag);
        assertThat(phone.unsubscribe().status()).isEqualTo(200);
        assertThat(phone.next().isTerminated()).isTrue();
        exchange("PUT", document(alice), LISTS, lists());
        assertThat(phone.poll(QUIET)).isEmpty();
    }

    @Test
    void othersAreRefusedAndTrustedServersAreNot(Scene scene) {
        String alice = scene.user("alice");
        assertThat(scene.watcher(alice, scene.user("bob"))
                        .event("xcap-diff")
                        .subscribe(600)
                        .status())
                .isEqualTo(403);
        WatcherDialog rls =
                subscribed(scene.watcher(alice, "sip:rls@example.org").event("xcap-diff"));
        assertThat(rls.next().state()).isEqualTo("active");
    }

    @Test
    void documentsOfOtherUsersAreNeverTold(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        exchange("PUT", document(bob), LISTS, lists("secret"));
        WatcherDialog phone = subscribed(
                scene.watcher(alice, alice).event("xcap-diff"),
                document(bob),
                document(bob) + "/~~/resource-lists",
                "resource-lists/users/" + bob + '/',
                "resource-lists/");
        assertThat(phone.next().text()).doesNotContain("sel=");
        exchange("PUT", document(bob), LISTS, lists("other"));
        assertThat(phone.poll(QUIET)).isEmpty();
    }

    @Test
    void whatCannotBeUnderstoodIsRefused(Scene scene) {
        String alice = scene.user("alice");
        assertThat(refused(scene, alice, LISTS, "<resource-lists").status()).isEqualTo(400);
        assertThat(refused(scene, alice, LISTS, wished("resource-lists/users/" + alice + "/index/~~/x:y"))
                        .status())
                .isEqualTo(400);
        SipMessage answer = refused(scene, alice, "text/plain", "all");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.first("Accept")).isEqualTo(Optional.of(LISTS));
        assertThat(scene.watcher(alice, alice)
                        .event("xcap-diff")
                        .accepting("application/pidf+xml")
                        .subscribe(600)
                        .status())
                .isEqualTo(406);
    }

    private static SipMessage refused(Scene scene, String user, String type, String body) {
        return scene.watcher(user, user).event("xcap-diff").subscribe(600, request -> request.withBody(type, body));
    }
}
