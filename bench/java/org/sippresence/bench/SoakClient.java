package org.sippresence.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A client that creates state at the server, keeps it for a while, and removes it or lets it expire. Never uses state
 * that might have expired. Not thread-safe.
 */
abstract sealed class SoakClient {

    /** Presence in any state, but never an older one than before. */
    static final LoadWatcher.Who PRESENCE = new LoadWatcher.Who("", WatchedPackage.presence((notify, watcher) -> {
        watcher.takeStamp(notify);
        return true;
    }));

    private static final int DYING = 40;
    private static final int HUNDRED = 100;

    private final int expires;
    private long restUntil = System.nanoTime();
    private long keptAt;

    SoakClient(int expires) {
        this.expires = expires;
    }

    /** The user itself, subscribed to the information about its watchers. */
    static LoadWatcher.Who winfo(LoadPublisher user) {
        return new LoadWatcher.Who(
                MessageBuffer.text(user.uri()),
                new WatchedPackage("presence.winfo", "application/watcherinfo+xml", (notify, watcher) -> true));
    }

    /** Sends the next request. False: nothing was sent. */
    final boolean step(Random random, long now) {
        if (now - restUntil < 0 || busy()) {
            return false;
        }
        if (!alive()) {
            keptAt = now;
            begin(expires);
            return true;
        }
        if (now - keptAt > TimeUnit.SECONDS.toNanos(expires) * 3 / 4) {
            rest(expires, now);
            return false;
        }
        int chance = random.nextInt(HUNDRED);
        if (chance < 15) {
            end();
        } else if (chance < 25) {
            rest(expires, now);
            return false;
        } else if (chance < 75) {
            keptAt = now;
            keep(expires);
        } else {
            return use(random, now);
        }
        return true;
    }

    /** Does nothing until the state has expired. */
    final void rest(int seconds, long now) {
        restUntil = now + TimeUnit.SECONDS.toNanos(seconds + 2L);
        leave();
    }

    /** Does nothing until the server must have detected the failure. */
    final void die(long now) {
        restUntil = now + TimeUnit.SECONDS.toNanos((long) expires + DYING);
    }

    /** All state has expired. */
    final void over() {
        restUntil = System.nanoTime();
        leave();
    }

    abstract boolean busy();

    abstract boolean alive();

    abstract void begin(int seconds);

    abstract void keep(int seconds);

    abstract void end();

    /** Leaves the state to expire. */
    abstract void leave();

    /** Sends another request. False: nothing was sent. */
    abstract boolean use(Random random, long now);

    /** A publication. */
    static final class OfPublisher extends SoakClient {
        private final LoadPublisher publisher;

        OfPublisher(LoadPublisher publisher, int expires) {
            super(expires);
            this.publisher = publisher;
            publisher.expires(expires);
        }

        @Override
        boolean busy() {
            return publisher.unanswered();
        }

        @Override
        boolean alive() {
            return publisher.published();
        }

        @Override
        void begin(int seconds) {
            publisher.publish();
        }

        @Override
        void keep(int seconds) {
            publisher.publish();
        }

        @Override
        void end() {
            publisher.remove();
        }

        @Override
        void leave() {
            publisher.forget();
        }

        @Override
        boolean use(Random random, long now) {
            publisher.refresh();
            return true;
        }
    }

    /** A subscription. */
    static final class OfWatcher extends SoakClient {
        private final LoadWatcher watcher;

        OfWatcher(LoadWatcher watcher, int expires) {
            super(expires);
            this.watcher = watcher;
            watcher.letExpire();
            watcher.seesNoStamps();
        }

        @Override
        boolean busy() {
            return watcher.busy();
        }

        @Override
        boolean alive() {
            return watcher.subscribed();
        }

        @Override
        void begin(int seconds) {
            watcher.revive();
            watcher.subscribe(seconds);
        }

        @Override
        void keep(int seconds) {
            watcher.subscribe(seconds);
        }

        @Override
        void end() {
            watcher.subscribe(0);
        }

        @Override
        void leave() {
            // the server's last NOTIFY ends it
        }

        @Override
        boolean use(Random random, long now) {
            if (random.nextBoolean()) {
                watcher.retire();
                die(now);
            }
            return false;
        }
    }

    /** A phone. */
    static final class OfRegistrant extends SoakClient {
        private final LoadRegistrant registrant;
        private boolean registered;

        OfRegistrant(LoadRegistrant registrant, int expires) {
            super(expires);
            this.registrant = registrant;
        }

        @Override
        boolean busy() {
            return registrant.busy();
        }

        @Override
        boolean alive() {
            return registered;
        }

        @Override
        void begin(int seconds) {
            registered = true;
            registrant.register(seconds);
        }

        @Override
        void keep(int seconds) {
            registrant.register(seconds);
        }

        @Override
        void end() {
            registered = false;
            registrant.register(0);
        }

        @Override
        void leave() {
            registered = false;
        }

        @Override
        boolean use(Random random, long now) {
            registrant.message();
            return true;
        }
    }
}
