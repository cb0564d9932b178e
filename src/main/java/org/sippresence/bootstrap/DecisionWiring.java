package org.sippresence.bootstrap;

import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Bounds;
import org.sippresence.notification.CompositionCache;
import org.sippresence.publication.Publications;
import org.sippresence.registration.Registrations;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.RegistrationSettings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.subscription.Subscriptions;

/** The decisions about requests, and the documents that the event packages compose. */
final class DecisionWiring {

    /** Number of composed documents that are kept. */
    private static final int DOCUMENTS = 10_000;

    final EventPackageCatalogue catalogue;
    final EventPackages packages;
    final Publications publications;
    final Subscriptions subscriptions;
    final Registrations registrations;
    final CompositionCache compositions;

    DecisionWiring(
            EventPackageCatalogue catalogue,
            PublicationSettings publication,
            SubscriptionSettings subscription,
            RegistrationSettings registration,
            Bounds bounds) {
        this.catalogue = catalogue;
        packages = catalogue.packages;
        publications = new Publications(packages, publication, bounds);
        subscriptions = new Subscriptions(packages, subscription, bounds);
        registrations = new Registrations(registration);
        compositions = new CompositionCache(packages, DOCUMENTS);
    }
}
