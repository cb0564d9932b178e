package org.sippresence.rest;

import java.time.Duration;
import javax.servlet.ServletContext;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.core.Context;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.sippresence.account.Accounts;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.service.MessageService;
import org.sippresence.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JAX-RS application. Its collaborators are attributes of the servlet context, which bootstrap sets before the
 * first servlet starts. The servlet that runs it must have {@code async-supported}.
 */
public final class RestApplication extends ResourceConfig {

    /** Attribute: the {@link Administration}. */
    public static final String ADMINISTRATION = "org.sippresence.administration";

    /** Attribute: the {@link Settings}. */
    public static final String SETTINGS = "org.sippresence.settings";

    /** Attribute: the bearer token, a String. */
    public static final String ADMIN_TOKEN = "org.sippresence.admin-token";

    /** Attribute: the {@link Accounts}. */
    public static final String SUBSCRIBERS = "org.sippresence.subscribers";

    /** Attribute: the {@link MessageService}. */
    public static final String MESSAGES = "org.sippresence.messages";

    /** Attribute: the {@link UserAttributes}. */
    public static final String ATTRIBUTES = "org.sippresence.user-attributes";

    /** Attribute: the {@link RegisteredContacts}. */
    public static final String REGISTRATIONS = "org.sippresence.registrations";

    /** Attribute: the {@link OfflineWinfo}. */
    public static final String OFFLINE_WINFO = "org.sippresence.offline-winfo";

    /** Attribute: the {@link PublishedStates}. */
    public static final String PUBLICATIONS = "org.sippresence.publications";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Logger log = LoggerFactory.getLogger(RestApplication.class);

    /** Called by Jersey. */
    public RestApplication(@Context ServletContext context) {
        this(
                new Operations(
                        attribute(context, ADMINISTRATION, Administration.class),
                        attribute(context, SUBSCRIBERS, Accounts.class),
                        attribute(context, MESSAGES, MessageService.class),
                        attribute(context, ATTRIBUTES, UserAttributes.class),
                        attribute(context, REGISTRATIONS, RegisteredContacts.class),
                        attribute(context, OFFLINE_WINFO, OfflineWinfo.class),
                        attribute(context, PUBLICATIONS, PublishedStates.class)),
                attribute(context, SETTINGS, Settings.class),
                attribute(context, ADMIN_TOKEN, String.class),
                TIMEOUT);
    }

    RestApplication(Operations operations, Settings settings, String token, Duration timeout) {
        Administration administration = operations.administration();
        AsyncResponses answers = new AsyncResponses(timeout);
        registerInstances(
                new MaintenanceResource(administration, answers),
                new PresentitiesResource(
                        administration, answers, settings.registration().pdomains()),
                new PublicationsResource(operations.publications(), settings, answers),
                new WatchersResource(administration, answers),
                new SubscriptionsResource(administration, answers),
                new AuthorizationResource(administration, answers),
                new MessagesResource(operations.messages(), answers),
                new SubscribersResource(operations.subscribers(), settings.sip()),
                new AttributesResource(operations.attributes()),
                new RegistrationsResource(operations.registrations(), settings, answers),
                new OfflineWinfoResource(operations.offlineWinfo(), administration::events, settings.sip(), answers),
                new ConfigResource(settings),
                new HealthResource(administration),
                new MetricsResource(administration),
                new IndexResource());
        registerInstances(
                answers,
                new TokenFilter(token),
                new Headers(),
                new Json(),
                new ClientErrors(),
                new JsonErrors(),
                new UnreadableBodies(),
                new UnexpectedErrors());
        register(JacksonFeature.withoutExceptionMappers());
        property(ServerProperties.WADL_FEATURE_DISABLE, true);
        property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    }

    /** The operations that the resources call. */
    record Operations(
            Administration administration,
            Accounts subscribers,
            MessageService messages,
            UserAttributes attributes,
            RegisteredContacts registrations,
            OfflineWinfo offlineWinfo,
            PublishedStates publications) {}

    private static <T> T attribute(ServletContext context, String name, Class<T> type) {
        Object value = context.getAttribute(name);
        if (!type.isInstance(value)) {
            throw new IllegalStateException("the servlet context has no attribute " + name);
        }
        return type.cast(value);
    }

    /** Disables caching and content sniffing, and logs each request. */
    private static final class Headers implements ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().putSingle("Cache-Control", "no-store");
            response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
            log.debug(
                    "method={} path={} status={}",
                    request.getMethod(),
                    request.getUriInfo().getPath(),
                    response.getStatus());
        }
    }
}
