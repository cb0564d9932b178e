package org.sippresence.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sippresence.authorization.Authorizer;
import org.sippresence.bootstrap.WiredServer;
import org.sippresence.engine.Fence;
import org.sippresence.engine.Journal;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.model.UnavailableException;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.Reporter;
import org.sippresence.notification.RulesProvider;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.service.ResultListener;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;

/**
 * The server without its network entry points, with the wiring of {@code bootstrap}, over an in-memory store and a recording
 * sender. A request that could not be made durable fails its future.
 */
public final class TestBed extends WiredServer implements AutoCloseable {

    private static final int SECONDS = 20;

    private final NotifySender sender;

    private TestBed(Plan plan, NotifySender sender) {
        super(plan);
        this.sender = sender;
    }

    /** Two lanes, unbounded memory, every watcher is allowed; a clock that stands at noon. */
    public static Plan plan() {
        return new Plan();
    }

    /** The configuration of a test bed. */
    public static final class Plan extends Choices {

        private Plan() {}

        public Plan store(PresentityStore value) {
            store = value;
            return this;
        }

        /** Enables watcher information, which is off by default. */
        public Plan winfo(WatcherInfoSettings value) {
            winfo = value;
            return this;
        }

        public Plan subscription(SubscriptionSettings value) {
            subscription = value;
            return this;
        }

        public Plan sender(NotifySender value) {
            sender = value;
            return this;
        }

        public Plan clock(Clock value) {
            clock = value;
            return this;
        }

        public Plan limits(Limits value) {
            limits = value;
            return this;
        }

        public Plan notification(NotificationSettings value) {
            notification = value;
            return this;
        }

        public Plan authorizer(Authorizer value) {
            authorizer = value;
            return this;
        }

        /** Uses rules instead of an authorizer. */
        public Plan rules(RulesProvider value) {
            rules = Optional.of(value);
            return this;
        }

        public Plan eventPackage(EventPackage value) {
            packages = List.of(value);
            return this;
        }

        /** Sets the event packages, and the reporters of those that report changes. */
        public Plan packages(List<EventPackage> values, Map<EventName, Reporter> reporting) {
            packages = values;
            reporters = reporting;
            return this;
        }

        public Plan linger(Duration value) {
            linger = value;
            return this;
        }

        /** Sets the domains whose watched-only presentities are counted apart. */
        public Plan countedApart(Set<String> values) {
            countedApart = values;
            return this;
        }

        public Plan lanes(int value) {
            lanes = value;
            return this;
        }

        public TestBed start() {
            return new TestBed(this, sender);
        }
    }

    /** Processes a PUBLISH and notifies watchers; completed after the commit. */
    public CompletableFuture<PublishOutcome> publish(PublishCommand command) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        publishing.publish(command, ResultListener.completing(outcome));
        return outcome;
    }

    /** Processes a SUBSCRIBE outside a dialog and notifies its watcher. */
    public CompletableFuture<SubscribeOutcome> subscribe(SubscribeCommand command) {
        CompletableFuture<SubscribeOutcome> outcome = new CompletableFuture<>();
        subscribing.subscribe(command, ResultListener.completing(outcome));
        return outcome;
    }

    /** Processes a SUBSCRIBE within a dialog and notifies its watcher. */
    public CompletableFuture<SubscribeOutcome> resubscribe(SubscribeCommand command) {
        CompletableFuture<SubscribeOutcome> outcome = new CompletableFuture<>();
        subscribing.subscribeInDialog(command, ResultListener.completing(outcome));
        return outcome;
    }

    /** Removes expired state of the presentity; returns after the commit. */
    public void expire(Aor presentity) {
        change(presentity, sweeper::expire);
    }

    /** Runs a presentity transaction and returns after its commit. */
    public void change(Aor presentity, Consumer<PresentityTransaction> work) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        presentities.execute(
                presentity,
                transaction -> {
                    work.accept(transaction);
                    transaction.onCommit(later -> done.complete(true));
                    transaction.onFailure(() -> done.completeExceptionally(new NotWrittenException()));
                },
                done::completeExceptionally);
        boolean ignored = get(done);
    }

    /** Reads a value in a presentity transaction. */
    public <T> T read(Aor presentity, Function<PresentityTransaction, T> work) {
        return get(presentities.read(presentity, work));
    }

    /** Returns when all queued tasks, and the tasks that they queued, have finished. */
    public void settle() {
        for (int i = 0; i < 3; i++) {
            lanes.flush();
            CompletableFuture<Boolean> written = new CompletableFuture<>();
            journal.submit(new Journal.Entry<>(
                    List.of(), new Fence(), () -> written.complete(true), () -> written.complete(false)));
            boolean ignored = get(written);
        }
        lanes.flush();
    }

    /** Waits for the future's value and until all that follows from it has happened. */
    public <T> T settled(CompletableFuture<T> future) {
        T value = get(future);
        settle();
        return value;
    }

    /** Waits for the future's value, with a short time-out. */
    public static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Whether the future completes normally within a short time-out; false if its change could not be written. */
    public static boolean succeeded(CompletableFuture<?> future) {
        try {
            return get(future) != null;
        } catch (CompletionException e) {
            if (e.getCause() instanceof NotWrittenException
                    || e.getCause() instanceof UnavailableException
                    || e.getCause() instanceof java.io.UncheckedIOException) {
                return false;
            }
            throw e;
        }
    }

    /** Also checks the NOTIFYs that were recorded. */
    @Override
    public void close() {
        sweeper.close();
        presentities.close();
        lanes.flush();
        journal.close();
        lanes.close();
        if (sender instanceof RecordingNotifySender recording) {
            assertThat(recording.violations()).isEmpty();
        }
    }

    /** Thrown if a change could not be made durable. */
    public static final class NotWrittenException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
