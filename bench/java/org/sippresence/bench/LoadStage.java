package org.sippresence.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sippresence.sipclient.HeaderField;

/**
 * The environment of a scenario: presentities, watchers, phones, phases, and the server. User names are new in each
 * run. Not thread-safe.
 */
final class LoadStage {

    /** Presentities, watchers and phones together; each takes 200 to 500 bytes. */
    static final int MOST_USERS = 4_000_000;

    private static final byte[] NOTIFY = MessageBuffer.ascii("NOTIFY ");
    private static final byte[] MESSAGE = MessageBuffer.ascii("MESSAGE ");
    private static final int PREPARING = 128;
    private static final int DOCUMENT = 400;
    private static final int USUAL_BODY = 4_096;

    private final Options options;
    private final String scenario;
    private final ScenarioParameters parameters;
    private final ResultWriter results;
    private final LoadSocket wire;
    private final String run;
    private final byte[] callId;
    private final byte[] watcherCallId;
    private final byte[] messageCallId;
    private final LoadTransactions transactions;
    private final Processes processes;
    private final LoadDigest digest;
    private final List<LoadPublisher> publishers = new ArrayList<>();
    private final List<LoadWatcher> watchers = new ArrayList<>();
    private final List<LoadRegistrant> registrants = new ArrayList<>();
    private final MessageBuffer scratch = new MessageBuffer(USUAL_BODY);
    private final MessageBuffer reply = new MessageBuffer(USUAL_BODY);
    private byte[] lastTarget = {};
    private Meter meter = new Meter();

    /**
     * Sets it up; nothing is sent yet.
     *
     * @param parts shared by all scenarios
     */
    LoadStage(Parts parts, Scenario scenario) {
        options = parts.options();
        results = parts.results();
        wire = parts.wire();
        this.scenario = scenario.name();
        parameters = scenario.parameters();
        run = Long.toString(System.nanoTime() & 0xff_ffff_ffffL, Character.MAX_RADIX);
        callId = MessageBuffer.ascii(run);
        watcherCallId = MessageBuffer.ascii(run + 'w');
        messageCallId = MessageBuffer.ascii(run + 'm');
        transactions = new LoadTransactions(wire, run);
        processes = new Processes(options.processes());
        digest = new LoadDigest(this);
    }

    /**
     * The objects that all scenarios of a run share.
     *
     * @param options the command line
     * @param wire the sockets
     * @param results the output
     */
    record Parts(Options options, LoadSocket wire, ResultWriter results) {}

    /** The command line, for options of single scenarios. */
    Options options() {
        return options;
    }

    /** The scenario's own parameters. */
    ScenarioParameters parameters() {
        return parameters;
    }

    /** A new presentity that has published nothing. */
    LoadPublisher publisher() {
        bounded();
        LoadPublisher made = new LoadPublisher(this, publishers.size());
        publishers.add(made);
        return made;
    }

    /** New presentities, as many as the parameter {@code users}. */
    List<LoadPublisher> publishers() {
        return Stream.generate(this::publisher)
                .limit(parameters.integer("users"))
                .toList();
    }

    /** A new watcher of presence who has not subscribed. */
    LoadWatcher watcher(LoadPublisher presentity) {
        return watcher(presentity, LoadWatcher.Who.PLAIN);
    }

    /** A new watcher of any event package. */
    LoadWatcher watcher(LoadPublisher presentity, LoadWatcher.Who who) {
        bounded();
        LoadWatcher made = new LoadWatcher(this, watchers.size(), presentity, who);
        watchers.add(made);
        return made;
    }

    /** New watchers of each of these, as many as the parameter {@code watchers}: one of each in turn. */
    List<LoadWatcher> watchers(List<LoadPublisher> presentities) {
        int each = parameters.integer("watchers");
        List<LoadWatcher> made = new ArrayList<>(presentities.size() * each);
        for (int i = 0; i < each; i++) {
            for (LoadPublisher presentity : presentities) {
                made.add(watcher(presentity));
            }
        }
        return made;
    }

    /** A phone of a user, not registered. */
    LoadRegistrant registrant(LoadPublisher user) {
        bounded();
        LoadRegistrant made = new LoadRegistrant(this, registrants.size(), user);
        registrants.add(made);
        return made;
    }

    /** A phone for each of these. */
    List<LoadRegistrant> registrants(List<LoadPublisher> users) {
        return users.stream().map(this::registrant).toList();
    }

    private void bounded() {
        if (publishers.size() + watchers.size() + registrants.size() >= MOST_USERS) {
            throw new BenchFailure("more than " + MOST_USERS + " users");
        }
    }

    /** A phase, to be configured and run. */
    LoadPhase phase(String name) {
        return new LoadPhase(this, name);
    }

    /** A phase with the parameters {@code inflight} and {@code seconds}. */
    LoadPhase timedPhase(String name) {
        return phase(name).inflight(parameters.integer("inflight")).seconds(parameters.number("seconds"));
    }

    /** A phase with the parameter {@code inflight} that does one thing to each of these, once and in order. */
    <T> Meter each(LoadPhase phase, List<T> list, Consumer<T> request) {
        return once(phase.inflight(parameters.integer("inflight")), list, request);
    }

    /** Does one thing to each of these, once, checked but not reported: preparation or clean-up. */
    <T> Meter prepare(String name, List<T> list, Consumer<T> request) {
        return once(phase(name).inflight(PREPARING).unreported(), list, request);
    }

    private static <T> Meter once(LoadPhase phase, List<T> list, Consumer<T> request) {
        if (list.isEmpty()) {
            return phase.meter();
        }
        return phase.count(list.size()).run(new RoundRobin<>(list, each -> false, request));
    }

    /** Waits for the future; incoming requests are answered and counted. */
    <T> T await(CompletableFuture<T> future) {
        while (!future.isDone()) {
            poll(1);
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new BenchFailure(String.valueOf(e.getCause()), e);
        }
    }

    /** Waits; incoming requests are answered and counted. */
    void idle(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() - until < 0) {
            poll(1);
        }
    }

    Processes processes() {
        return processes;
    }

    ResultWriter results() {
        return results;
    }

    /** The counts of the phase that runs, or ran last. */
    Meter meter() {
        return meter;
    }

    String scenario() {
        return scenario;
    }

    /** The first fields of a result line. */
    Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("label", options.label());
        identity.put("round", options.round());
        identity.put("scenario", scenario);
        return identity;
    }

    /** A text that distinguishes names, Call-IDs and branches of this run from those of other runs. */
    String run() {
        return run;
    }

    String domain() {
        return options.domain();
    }

    byte[] callId() {
        return callId;
    }

    LoadDigest digest() {
        return digest;
    }

    LoadTransactions transactions() {
        return transactions;
    }

    LoadSocket wire() {
        return wire;
    }

    int sockets() {
        return wire.sockets();
    }

    byte[] sentBy(int socket) {
        return wire.sentBy(socket);
    }

    /** Documents of the usual size. */
    LoadPidf document() {
        return new LoadPidf(DOCUMENT, "");
    }

    /** A buffer for one body at a time. */
    MessageBuffer scratch() {
        return scratch.clear();
    }

    /** The same array for the same text, as most dialogs have the same remote target. */
    byte[] shared(byte[] text) {
        if (!Arrays.equals(text, lastTarget)) {
            lastTarget = text;
        }
        return lastTarget;
    }

    long patience() {
        return options.patienceSeconds() * 1_000_000_000L;
    }

    void enter(Meter counting) {
        meter = counting;
        transactions.takeRetransmissions();
        digest.takeChallenges();
    }

    /** Receives messages, waiting at most this time, and retransmits requests that are due. */
    void poll(int millis) {
        wire.receive(millis, this::received);
        transactions.tick(System.nanoTime());
    }

    /** Gives up all incomplete operations. Returns the number of lost NOTIFYs. */
    long writeOff() {
        long lost = 0;
        for (LoadPublisher each : publishers) {
            lost += each.writeOff();
        }
        for (LoadWatcher each : watchers) {
            lost += each.writeOff();
        }
        return lost;
    }

    /** How many watchers have not seen the newest state. */
    long behind() {
        return watchers.stream().filter(each -> !each.converged()).count();
    }

    /** Whether every watcher has seen the newest state. */
    boolean converged() {
        return watchers.stream().allMatch(LoadWatcher::converged);
    }

    private void received(int socket, Packet packet) {
        long now = System.nanoTime();
        meter.progress(now);
        if (packet.status() > 0) {
            transactions.response(packet);
            return;
        }
        if (packet.request(NOTIFY)) {
            long index = packet.begins(HeaderField.CALL_ID, watcherCallId)
                    ? packet.numberIn(HeaderField.CALL_ID, watcherCallId.length)
                    : -1;
            if (index < 0 || index >= watchers.size()) {
                meter.stray++;
                answer(socket, packet, LoadText.NO_DIALOG);
                return;
            }
            LoadWatcher watcher = watchers.get((int) index);
            if (!watcher.isMute()) {
                answer(socket, packet, LoadText.OK);
                watcher.notified(packet, now);
            }
            return;
        }
        answer(socket, packet, LoadText.OK);
        long index = packet.request(MESSAGE) && packet.begins(HeaderField.CALL_ID, messageCallId)
                ? packet.numberIn(HeaderField.CALL_ID, messageCallId.length)
                : -1;
        if (index >= 0 && index < registrants.size()) {
            registrants.get((int) index).relayed(packet);
        } else {
            meter.stray++;
        }
    }

    private void answer(int socket, Packet request, byte[] statusLine) {
        reply.clear().put(statusLine);
        request.mirror(reply);
        reply.put(LoadText.EMPTY_END);
        wire.send(socket, reply);
    }
}
