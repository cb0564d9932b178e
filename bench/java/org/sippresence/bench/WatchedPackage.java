package org.sippresence.bench;

/** The event package of a subscription, with the check of NOTIFY bodies; shared by many watchers. */
final class WatchedPackage {

    /** Presence with a stamp in each document. */
    static final WatchedPackage PRESENCE = presence((notify, watcher) -> watcher.takeStamp(notify));

    final byte[] event;
    final byte[] accept;
    final Content content;

    /**
     * An event package.
     *
     * @param event the value of Event
     * @param accept the value of Accept
     */
    WatchedPackage(String event, String accept, Content content) {
        this.event = MessageBuffer.ascii(event);
        this.accept = MessageBuffer.ascii(accept);
        this.content = content;
    }

    /** Checks the body of each NOTIFY except the last one of a subscription. */
    interface Content {

        /**
         * Whether the watcher may see this body now.
         *
         * @param notify valid during the call only
         */
        boolean right(Packet notify, LoadWatcher watcher);
    }

    /** Presence with another check. */
    static WatchedPackage presence(Content content) {
        return new WatchedPackage("presence", "application/pidf+xml", content);
    }
}
