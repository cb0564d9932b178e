package org.sippresence.bench;

/** What a watcher subscribes to: an event package, and what is asked of the bodies. */
final class LoadPresentity {

    /** Presence, with a stamp in each document: the newest one is waited for. */
    static final LoadPresentity PRESENCE = presence((notify, watcher) -> watcher.takeStamp(notify));

    private final byte[] event;
    private final byte[] accept;
    private final Content content;

    /**
     * An event package.
     *
     * @param event the value of Event
     * @param accept the value of Accept
     * @param content what is asked of each NOTIFY's body
     */
    LoadPresentity(String event, String accept, Content content) {
        this.event = Draft.ascii(event);
        this.accept = Draft.ascii(accept);
        this.content = content;
    }

    /** Looks at the body of each NOTIFY but the last one of a subscription. */
    interface Content {

        /**
         * Whether the body is what the watcher may see now.
         *
         * @param notify not to be kept
         */
        boolean right(Packet notify, LoadWatcher watcher);
    }

    /** Presence of which the watcher sees something else. */
    static LoadPresentity presence(Content content) {
        return new LoadPresentity("presence", "application/pidf+xml", content);
    }

    byte[] event() {
        return event;
    }

    byte[] accept() {
        return accept;
    }

    boolean right(Packet notify, LoadWatcher watcher) {
        return content.right(notify, watcher);
    }
}
