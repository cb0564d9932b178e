package org.sippresence.model;

import java.util.Objects;

/**
 * The identifier of a dialog at this end (RFC 3261 section 12).
 *
 * @param callId the Call-ID
 * @param localTag the local tag: To in the SUBSCRIBE, From in the NOTIFY
 * @param remoteTag the subscriber's tag
 */
public record DialogId(String callId, String localTag, String remoteTag) {

    public DialogId {
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(localTag, "localTag");
        Objects.requireNonNull(remoteTag, "remoteTag");
    }
}
