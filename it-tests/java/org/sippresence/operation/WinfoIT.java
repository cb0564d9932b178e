package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.identity;
import static org.sippresence.sipclient.RulesText.rule;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.events.winfo.WatcherTable;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** Watcher information (RFC 3857, RFC 3858) as the presentity's own client sees it. */
class WinfoIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=xcap", "winfo_min_interval=0");
    }

    private static WatcherDialog own(Scene scene, String presentity) {
        return scene.watcher(presentity, presentity).event("presence.winfo").accepting("application/watcherinfo+xml");
    }

    /** Applies the next NOTIFY to the table. */
    private static String take(WatcherDialog own, WatcherTable table) {
        Notification notification = own.next();
        assertThat(notification.contentType()).isEqualTo("application/watcherinfo+xml");
        table.take(notification.text());
        return notification.text();
    }

    @OverUdpAndTcp
    void thePresentityIsToldWhoComesAndGoesAndWhatBecameOfThem(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        XcapUser rules = XcapUser.subscribed(admin(), alice);
        WatcherDialog own = own(scene, alice);
        WatcherTable table = new WatcherTable();
        SipMessage response = own.subscribe(600);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(take(own, table)).contains("state=\"full\"").contains("resource=\"" + alice + '"');
        assertThat(table.rows()).isEmpty();

        WatcherDialog watcher = scene.watcher(alice, bob);
        watcher.subscribe(500);
        assertThat(watcher.next().state()).isEqualTo("pending");
        String told = take(own, table);
        assertThat(told).contains("state=\"partial\"").containsPattern("expiration=\"(500|499)\"");
        assertThat(table.rows().values()).containsExactly(bob + " pending subscribe");

        rules.rules(document(rule("bob", identity(bob), "allow")));
        assertThat(watcher.next().state()).isEqualTo("active");
        take(own, table);
        assertThat(table.rows().values()).containsExactly(bob + " active approved");

        assertThat(own.subscribe(600).status()).isEqualTo(200);
        assertThat(take(own, table)).contains("state=\"full\"");
        assertThat(table.rows().values()).containsExactly(bob + " active approved");

        rules.rules(document(rule("bob", identity(bob), "block")));
        assertThat(watcher.next().reason()).contains("rejected");
        assertThat(take(own, table)).contains("status=\"terminated\" event=\"rejected\"");
        assertThat(table.rows()).isEmpty();
        assertThat(scene.watcher(alice, bob).subscribe(500).status()).isEqualTo(403);
        assertThat(own.poll(Duration.ofMillis(300))).isEmpty();
    }

    @OverUdpAndTcp
    void whoIsNotDecidedAboutInTimeWaits(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        XcapUser rules = XcapUser.subscribed(admin(), alice);
        WatcherDialog own = own(scene, alice);
        WatcherTable table = new WatcherTable();
        own.subscribe(600);
        take(own, table);
        WatcherDialog watcher = scene.watcher(alice, bob);
        watcher.subscribe(2);
        watcher.next();
        take(own, table);
        assertThat(watcher.next().reason()).contains("timeout");
        take(own, table);
        assertThat(table.rows().values()).containsExactly(bob + " waiting timeout");
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);

        rules.rules(document(rule("bob", identity(bob), "allow")));
        assertThat(take(own, table)).contains("status=\"terminated\" event=\"approved\"");
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
    }

    @Test
    void aFetchGetsEverybody(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        scene.watcher(alice, bob).subscribe(0);
        WatcherDialog fetch = own(scene, alice);
        assertThat(fetch.subscribe(0).status()).isEqualTo(200);
        WatcherTable table = new WatcherTable();
        assertThat(take(fetch, table)).contains("state=\"full\"");
        assertThat(table.rows().values()).containsExactly(bob + " waiting timeout");
    }

    @OverUdpAndTcp
    void onlyThePresentityItselfIsLetIn(Scene scene) {
        String alice = scene.user("alice");
        assertThat(scene.watcher(alice).event("presence.winfo").subscribe(300).status())
                .isEqualTo(403);
        String sameByTheRfc = alice.replace("example.org", "EXAMPLE.org").replace("alice", "%61lice");
        assertThat(scene.watcher(alice, sameByTheRfc)
                        .event("presence.winfo")
                        .subscribe(300)
                        .status())
                .isEqualTo(200);
        assertThat(scene.watcher(alice, alice.replace("alice", "Alice"))
                        .event("presence.winfo")
                        .subscribe(300)
                        .status())
                .isEqualTo(403);
    }

    @OverUdpAndTcp
    void watcherInformationOfWatcherInformationIsRefused(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response =
                scene.watcher(alice, alice).event("presence.winfo.winfo").subscribe(300);
        assertThat(response.status()).isEqualTo(489);
        assertThat(response.all("Allow-Events")).contains("presence.winfo").doesNotContain("presence.winfo.winfo");
        assertThat(scene.watcher(alice, alice)
                        .event("presence.winfo")
                        .accepting("application/pidf+xml")
                        .subscribe(300)
                        .status())
                .isEqualTo(406);
    }
}
