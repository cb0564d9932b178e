package org.sippresence.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The environment of a scenario: presentities, watchers, phones, phases, and the server. User names are new in each
 * run. Not thread-safe.
 */
final class LoadStage {

    /** Presentities, watchers and phones together; each takes 200 to 500 bytes. */
    static final int MOST_USERS = 4_000_000;

    private static final byte[] NOTIFY = Draft.ascii("NOTIFY ");
    private static final byte[] MESSAGE = Draft.ascii("MESSAGE ");
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
    private final List<LoadPublisher> publishers = new ArrayList<>();
    private final List<LoadWatcher> watchers = new ArrayList<>();
    private final List<LoadRegistrant> registrants = new ArrayList<>();
    private final Draft scratch = new Draft(USUAL_BODY);
    private final Draft reply = new Draft(USUAL_BODY);
    private byte[] lastTarget = {};
    private Meter meter = new Meter();

    /**
     * Sets it up; nothing is sent yet.
     *
     * @param parts what the whole run shares
     */
    LoadStage(Parts parts, Scenario scenario, ScenarioParameters parameters) {
        options = parts.options();
        results = parts.results();
        wire = parts.wire();
        this.scenario = scenario.name();
        this.parameters = parameters;
        run = Long.toString(System.nanoTime() & 0xff_ffff_ffffL, Character.MAX_RADIX);
        callId = Draft.ascii(run);
        watcherCallId = Draft.ascii(run + 'w');
        messageCallId = Draft.ascii(run + 'm');
        transactions = new LoadTransactions(wire, run);
        processes = new Processes(options.processes());
    }

    /**
     * What all scenarios of a run share.
     *
     * @param options the command line
     * @param wire the sockets
     * @param results where figures go
     */
    record Parts(Options options, LoadSocket wire, ResultWriter results) {}

    // what scenarios use

    /** The command line, for what only one scenario needs. */
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

    /** So many new presentities. */
    List<LoadPublisher> publishers(int count) {
        List<LoadPublisher> made = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            made.add(publisher());
        }
        return made;
    }

    /** A new watcher of presence who has not subscribed. */
    LoadWatcher watcher(LoadPublisher presentity) {
        return watcher(presentity, LoadWatcher.Who.PLAIN);
    }

    /** A new watcher of another kind. */
    LoadWatcher watcher(LoadPublisher presentity, LoadWatcher.Who who) {
        bounded();
        LoadWatcher made = new LoadWatcher(this, watchers.size(), presentity, who);
        watchers.add(made);
        return made;
    }

    /** So many new watchers of each of these, one of each in turn. */
    List<LoadWatcher> watchers(List<LoadPublisher> presentities, int each) {
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
        LoadRegistrant made = new LoadRegistrant(this, registrants.size(), user.uri());
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

    /** A phase, to be told what it is and then run. */
    LoadPhase phase(String name) {
        return new LoadPhase(this, name);
    }

    /** A phase with the parameter {@code inflight} that does one thing to each of these, once and in order. */
    <T> Meter each(LoadPhase phase, List<T> list, Consumer<T> request) {
        return once(phase.inflight(parameters.integer("inflight")), list, request);
    }

    /** Does one thing to each of these, once, checked but not told of: what a scenario needs before, or clears away. */
    <T> Meter prepare(String name, List<T> list, Consumer<T> request) {
        return once(phase(name).inflight(PREPARING).unreported(), list, request);
    }

    private static <T> Meter once(LoadPhase phase, List<T> list, Consumer<T> request) {
        if (list.isEmpty()) {
            return phase.meter();
        }
        return phase.count(list.size()).run(new Rota<>(list, each -> false, request));
    }

    /** Sends nothing new, but answers and counts what arrives, until something is done. */
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

    /** Sends nothing new, but answers and counts what arrives, for so long. */
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

    // what the others on the stage use

    String scenario() {
        return scenario;
    }

    /** What the line of results begins with. */
    Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("label", options.label());
        identity.put("round", options.round());
        identity.put("scenario", scenario);
        return identity;
    }

    /** A text that is in each name, Call-ID and branch of this run and in those of no other. */
    String run() {
        return run;
    }

    String domain() {
        return options.domain();
    }

    byte[] callId() {
        return callId;
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

    /** A draft for a body; it is used by one after the other. */
    Draft scratch() {
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
    }

    /** Reads what has arrived, waiting for so long at most, and sends again what is due. */
    void poll(int millis) {
        wire.receive(millis, this::received);
        transactions.tick(System.nanoTime());
    }

    /** Gives up all that is under way. Returns how many NOTIFYs are lost. */
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
            long index = packet.begins(Packet.CALL_ID, watcherCallId)
                    ? packet.numberIn(Packet.CALL_ID, watcherCallId.length)
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
        long index = packet.request(MESSAGE) && packet.begins(Packet.CALL_ID, messageCallId)
                ? packet.numberIn(Packet.CALL_ID, messageCallId.length)
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
