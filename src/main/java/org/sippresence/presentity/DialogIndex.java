package org.sippresence.presentity;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;

/** Which subscription of which presentity lives in a dialog: of all presentities that are in memory. Thread-safe. */
final class DialogIndex {

    private final ConcurrentHashMap<DialogId, Watched> byDialog = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Watched> byId = new ConcurrentHashMap<>();

    void put(Watched watched) {
        byDialog.put(watched.subscription.dialog().id(), watched);
        byId.put(watched.subscription.id(), watched);
    }

    void remove(Watched watched) {
        byDialog.remove(watched.subscription.dialog().id(), watched);
        byId.remove(watched.subscription.id(), watched);
    }

    Optional<Aor> presentityOf(DialogId dialog) {
        return Optional.ofNullable(byDialog.get(dialog)).map(watched -> watched.subscription.presentity());
    }

    Optional<Aor> presentityOf(String subscriptionId) {
        return Optional.ofNullable(byId.get(subscriptionId)).map(watched -> watched.subscription.presentity());
    }

    Optional<Watched> find(DialogId dialog) {
        return Optional.ofNullable(byDialog.get(dialog));
    }

    int size() {
        return byId.size();
    }
}
