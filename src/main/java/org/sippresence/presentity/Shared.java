package org.sippresence.presentity;

import com.github.benmanes.caffeine.cache.Interner;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.Subscription.Wish;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.Watcher;

/**
 * Makes subscriptions share what is the same in many of them, so that an idle one stays near a kilobyte. What nobody holds any
 * more is forgotten. Thread-safe.
 */
final class Shared {

    private static final SubscriptionState ACTIVE = new Active();

    private final Interner<String> texts = Interner.newWeakInterner();
    private final Interner<EventId> events = Interner.newWeakInterner();
    private final Interner<Wish> wishes = Interner.newWeakInterner();

    /** An equal subscription. */
    Subscription of(Subscription subscription) {
        Watcher watcher = subscription.watcher();
        return new Subscription(
                subscription.id(),
                subscription.presentity(),
                events.intern(subscription.event()),
                new Watcher(watcher.aor(), watcher.displayName(), texts.intern(watcher.userAgent())),
                of(subscription, subscription.dialog()),
                subscription.state() instanceof Active ? ACTIVE : subscription.state(),
                wishes.intern(subscription.wish()),
                subscription.course());
    }

    private Dialog of(Subscription subscription, Dialog dialog) {
        return new Dialog(
                dialog.id(),
                same(dialog.localUri(), subscription.presentity().uri()),
                same(dialog.remoteUri(), subscription.watcher().aor().uri()),
                dialog.remoteTarget(),
                dialog.routeSet(),
                texts.intern(dialog.localContact()),
                texts.intern(dialog.transport()),
                dialog.remoteCSeq());
    }

    private static String same(String text, String held) {
        return text.equals(held) ? held : text;
    }
}
