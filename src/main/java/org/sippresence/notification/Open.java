package org.sippresence.notification;

import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;

/** Event packages whose watchers need nobody's consent. */
final class Open {

    static final Authorizer TO_ALL = Authorizer.always(Authorization.ALLOW);

    private Open() {}
}
