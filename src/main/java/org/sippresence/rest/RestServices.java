package org.sippresence.rest;

import org.sippresence.account.Accounts;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.service.MessageService;

/** The services that the resources call; stored in the servlet context under {@link #ATTRIBUTE} before the servlet starts. */
public record RestServices(
        Administration administration,
        RegisteredContacts contacts,
        PublishedStates publishedStates,
        OfflineWinfo offlineWinfo,
        MessageService messages,
        Accounts accounts,
        UserAttributes attributes) {

    public static final String ATTRIBUTE = "org.sippresence.rest-services";
}
