package org.sippresence.bootstrap;

import java.time.Clock;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.persistence.JpaPresentityStore;
import org.sippresence.presentity.NoStore;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.settings.StorageSettings;
import org.sippresence.subscriber.MemorySubscriberStore;
import org.sippresence.subscriber.SubscriberStore;

/** Where everything is kept; what is beside the presentities is closed with them. */
public record Storage(PresentityStore presentities, SubscriberStore subscribers, UserAttributes attributes) {

    private static final int USERS_IN_MEMORY = 100_000;

    /**
     * Opens the database, or none.
     *
     * @throws org.sippresence.persistence.StorageUnavailableException if there is a database and it cannot be opened
     */
    public static Storage open(StorageSettings settings, Clock clock) {
        if (!settings.useDb()) {
            return new Storage(
                    new NoStore(),
                    new MemorySubscriberStore(USERS_IN_MEMORY),
                    new MemoryUserAttributes(USERS_IN_MEMORY));
        }
        JpaPresentityStore database = JpaPresentityStore.open(settings, clock);
        return new Storage(database, database.subscribers(), database.userAttributes());
    }
}
