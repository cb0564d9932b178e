/*
 * Load.java - bounded SIP presence load generator (UDP, Java 17, no dependencies, one event-loop thread).
 *
 * Run:  java -Xmx3g -XX:+UseSerialGC Load.java MODE [--flag value ...]
 * MODE  publish    phases: initial (users PUBLISHes), modify (duration s), refresh (duration s, no body)
 *       subscribe  phases: [publish unless --nopub 1], subscribe (users*watchers), [hold], [unsub if --unsub 1]
 *       fanout     phases: publish, subscribe, fanout (modify-PUBLISH, each stamped; NOTIFYs matched to PUBLISHes)
 *       mixed      phases: publish, subscribe, mixed (weights 40 modify, 20 refresh PUBLISH, 20 re-SUBSCRIBE,
 *                  10 fetch (SUBSCRIBE Expires 0, new dialog), 10 REGISTER) for --duration s
 *       storm      one phase, unpaced: every user REGISTERs, PUBLISHes and opens all subscriptions
 *       register   one phase: users REGISTERs
 *       restart    publish, subscribe, run --midcmd, then resubscribe (in-dialog) phase, then fanout phase
 * Flags (default)
 *   --host 127.0.0.1  --port 5060   where packets go        --domain example.org  domain in all SIP URIs
 *   --users 1000        presentities u0..uN-1               --watchers 1          subscriptions per presentity
 *   --count 0           fanout: number of PUBLISHes (0: until --duration)          --duration 10   seconds
 *   --rate 0            open loop requests/s (0: closed loop bounded by --inflight)
 *   --inflight 50       most unanswered requests            --window 0  most NOTIFYs outstanding in fanout
 *                                                           (0: max(2*watchers,500)); 2 s of silence writes them off
 *   --sockets 16        UDP sockets (users/subscriptions spread over them)
 *   --expires 3600      --body 400  PIDF size in bytes      --lip 127.0.0.1 local address
 *   --event presence    --accept application/pidf+xml
 *   --pids a:1,b:2,3    servers: CPU (user+sys) and RSS/PSS of each label's pids and ALL their descendants;
 *                       x:@FILE reads the pid from FILE at each phase start
 *   --hold 0            seconds to idle after subscribe     --unsub 0    --nopub 0   --seed text (call-id prefix)
 *   --userprefix TEXT   user part prefix; default unique per run, so that publications left by an earlier run do not
 *                       mix into the aggregated documents (presentity = PREFIX<n>, watcher = wPREFIX<n>)
 *   --setuprate 0       rate of the publish/subscribe phases before fanout and mixed
 *   --label TEXT        copied to the output           --resub 0  subscribe: 1 adds an in-dialog refresh phase
 *   --midcmd 'sh cmd'   for restart
 *   --drain 3           seconds of NOTIFY silence that end a phase with NOTIFYs still missing
 * Output: one JSON line on stdout. Per phase: sent (new requests), ok (2xx), status map, timeouts (timer F),
 *   retrans (ours), lat_ms (request->final response), notifies (distinct, new CSeq), notify_expected, notify_lost,
 *   notify_dup (CSeq already seen = server retransmission), notify_ooo (first seen after a higher CSeq: reordered), notify_bad (unknown dialog, bad
 *   To tag or no Subscription-State), notify_terminated, notify_lat_ms (PUBLISH or SUBSCRIBE sent->NOTIFY received),
 *   complete_ms (PUBLISH sent->last of its NOTIFYs; only complete ones), wall_s (first send -> last packet),
 *   rate (ok/wall_s), notify_rate, cpu_ms{label}, cpu_ms_per_1000_ok, cpu_ms_per_1000_notify, rss_kb, pss_kb,
 *   load_cpu_ms / load_share (this tool's own CPU, share of one core).
 * Rules: UDP non-INVITE client transactions (T1 500 ms, T2 4 s, timer F 32 s); NOTIFY answered 200 with
 *   Via/From/To/Call-ID/CSeq mirrored; a NOTIFY retransmission is answered again and not counted again.
 */
import java.io.*;
import java.net.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.charset.*;
import java.nio.file.*;
import java.util.*;

public class Load {
    static final Charset L1 = StandardCharsets.ISO_8859_1;
    static Map<String, String> opt = new HashMap<>();

    static String o(String k, String d) {
        return opt.getOrDefault(k, d);
    }

    static int oi(String k, int d) {
        return opt.containsKey(k) ? Integer.parseInt(opt.get(k)) : d;
    }

    static String up, host, domain, lip, event, accept, seed;
    static int port, users, W, expires, bodySize, inflightMax, nsock;
    static double rate;
    static double drainS;
    static DatagramChannel[] ch;
    static int[] lport;
    static Selector sel;
    static InetSocketAddress dst;
    // ---- transactions
    static final class Tx {
        long id;
        byte[] pkt;
        DatagramChannel c;
        long sent, next;
        int iv;
        boolean done;
        int kind, idx;
        Phase ph;
        int seq;
    }

    static final int PUB = 0, SUB = 1, UNSUB = 2, REG = 3, RESUB = 4, FETCH = 5, REFR = 6;
    static HashMap<Long, Tx> txs = new HashMap<>(1 << 16);
    static long nextId = 1;
    static ArrayDeque<Tx>[] q;
    static final int[] IV = {500, 1000, 2000, 4000};
    // ---- users
    static String[] etag;
    static boolean[] busy;
    static ArrayDeque<Integer> free = new ArrayDeque<>();
    static int[] pcseq, pubSeqOf;
    // ---- subscriptions
    static long[] nmask;
    static int nsub;
    static String[] rtag, rtarget;
    static int[] scseq, ncseq;
    static byte[] sstate;
    static long[] subSent;
    static boolean[] await;
    static int awaiting = 0;
    static int fetchN = 0;
    // ---- fanout stamps
    static int pubSeq = 0;
    static int[] pLeft = new int[1024];
    static long[] pSent = new long[1024];
    static boolean fan = false;
    static long outstanding = 0;
    static long lastNotify = 0;
    static Phase cur;
    static List<Phase> phases = new ArrayList<>();
    static String pad;

    static final class IntList {
        int[] a = new int[4096];
        int n;

        void add(long us) {
            if (n == a.length) a = Arrays.copyOf(a, n * 2);
            a[n++] = (int) Math.min(us, Integer.MAX_VALUE);
        }

        String js() {
            if (n == 0) return "null";
            int[] b = Arrays.copyOf(a, n);
            Arrays.sort(b);
            return String.format(
                    Locale.ROOT,
                    "{\"n\":%d,\"p50\":%.2f,\"p95\":%.2f,\"p99\":%.2f,\"max\":%.2f}",
                    n,
                    b[(int) (n * .50)] / 1e3,
                    b[Math.min(n - 1, (int) (n * .95))] / 1e3,
                    b[Math.min(n - 1, (int) (n * .99))] / 1e3,
                    b[n - 1] / 1e3);
        }
    }

    static final class Phase {
        String name;
        long sent, ok, timeouts, retrans, notifies, expected, dup, ooo, bad, term, stray;
        TreeMap<Integer, Long> st = new TreeMap<>();
        IntList lat = new IntList(), nlat = new IntList(), comp = new IntList();
        long t0, tl;
        int open;
        Map<String, Long> c0, c1;
        long own0, own1;
        Map<String, long[]> mem;
        Map<String, List<Integer>> pids;
        TreeMap<String, Long> byKind = new TreeMap<>();

        Phase(String n) {
            name = n;
        }
    }

    // ---- /proc sampling
    static Map<String, List<Integer>> roots() {
        Map<String, List<Integer>> r = new LinkedHashMap<>();
        String p = o("pids", "");
        if (p.isEmpty()) return r;
        String lab = "server";
        for (String s : p.split(",")) {
            int c = s.indexOf(':');
            if (c >= 0) {
                lab = s.substring(0, c);
                s = s.substring(c + 1);
            }
            try {
                if (s.startsWith("@"))
                    s = Files.readString(Path.of(s.substring(1))).trim();
                r.computeIfAbsent(lab, k -> new ArrayList<>()).add(Integer.parseInt(s));
            } catch (Exception e) {
            }
        }
        // descendants
        Map<Integer, List<Integer>> kids = new HashMap<>();
        for (File f : new File("/proc").listFiles()) {
            if (!Character.isDigit(f.getName().charAt(0))) continue;
            try {
                String t = Files.readString(f.toPath().resolve("stat"));
                String[] a = t.substring(t.lastIndexOf(')') + 2).split(" ");
                kids.computeIfAbsent(Integer.parseInt(a[1]), k -> new ArrayList<>())
                        .add(Integer.parseInt(f.getName()));
            } catch (Exception e) {
            }
        }
        for (List<Integer> l : r.values())
            for (int i = 0; i < l.size(); i++)
                for (int k : kids.getOrDefault(l.get(i), List.of())) if (!l.contains(k)) l.add(k);
        return r;
    }

    static long cpuOf(int pid) {
        try {
            String t = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] a = t.substring(t.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(a[11]) + Long.parseLong(a[12])) * 10;
        } catch (Exception e) {
            return 0;
        }
    }

    static Map<String, Long> cpu(Map<String, List<Integer>> r) {
        Map<String, Long> m = new LinkedHashMap<>();
        r.forEach((k, l) -> {
            long s = 0;
            for (int p : l) s += cpuOf(p);
            m.put(k, s);
        });
        return m;
    }

    static Map<String, long[]> mem(Map<String, List<Integer>> r) {
        Map<String, long[]> m = new LinkedHashMap<>();
        r.forEach((k, l) -> {
            long rss = 0, pss = 0;
            for (int p : l)
                try {
                    for (String s : Files.readAllLines(Path.of("/proc/" + p + "/smaps_rollup"))) {
                        if (s.startsWith("Rss:")) rss += num(s);
                        else if (s.startsWith("Pss:")) pss += num(s);
                    }
                } catch (Exception e) {
                }
            m.put(k, new long[] {rss, pss});
        });
        return m;
    }

    static long num(String s) {
        return Long.parseLong(s.replaceAll("[^0-9]", ""));
    }

    static long ownCpu() {
        return cpuOf((int) ProcessHandle.current().pid());
    }

    // ---- message building
    static String pidf(int u, int seq, long t) {
        String stamp = "LG:" + seq + ";";
        String a =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:"
                        + up + u + "@" + domain + "\"><tuple id=\"t" + u + "\"><status><basic>"
                        + ((seq & 1) == 0 ? "open" : "closed") + "</basic></status><contact priority=\"0.8\">sip:u" + u
                        + "@" + lip + ":" + lport[u % nsock] + "</contact><note>" + stamp;
        String z = "</note></tuple></presence>";
        int n = bodySize - a.length() - z.length();
        return a + (n > 0 ? pad.substring(0, Math.min(n, pad.length())) : "") + z;
    }

    static void send(
            int kind,
            int idx,
            int s,
            String method,
            String ruri,
            String from,
            String to,
            String callid,
            int cseq,
            String extra,
            String body,
            int seq) {
        Tx t = new Tx();
        t.id = nextId++;
        t.kind = kind;
        t.idx = idx;
        t.c = ch[s];
        t.ph = cur;
        t.seq = seq;
        StringBuilder b = new StringBuilder(900);
        b.append(method)
                .append(' ')
                .append(ruri)
                .append(" SIP/2.0\r\nVia: SIP/2.0/UDP ")
                .append(lip)
                .append(':')
                .append(lport[s])
                .append(";rport;branch=z9hG4bK")
                .append(seed)
                .append('.')
                .append(t.id)
                .append("\r\nMax-Forwards: 70\r\nFrom: ")
                .append(from)
                .append("\r\nTo: ")
                .append(to)
                .append("\r\nCall-ID: ")
                .append(callid)
                .append("\r\nCSeq: ")
                .append(cseq)
                .append(' ')
                .append(method)
                .append("\r\n")
                .append(extra)
                .append("Content-Length: ")
                .append(body == null ? 0 : body.length())
                .append("\r\n\r\n");
        if (body != null) b.append(body);
        t.pkt = b.toString().getBytes(L1);
        t.sent = System.nanoTime();
        t.iv = 0;
        t.next = t.sent + 500_000_000L;
        txs.put(t.id, t);
        q[0].add(t);
        cur.sent++;
        cur.open++;
        if (cur.t0 == 0) cur.t0 = t.sent;
        cur.byKind.merge(method, 1L, Long::sum);
        raw(t.c, t.pkt, dst);
    }

    static ByteBuffer ob = ByteBuffer.allocateDirect(65536);
    static long sendDrops = 0;

    static void raw(DatagramChannel c, byte[] p, SocketAddress a) {
        try {
            ob.clear();
            ob.put(p);
            ob.flip();
            if (c.send(ob, a) == 0) sendDrops++;
        } catch (IOException e) {
            sendDrops++;
        }
    }

    static void publish(int u, boolean stamped, boolean bodyless) {
        int seq = 0;
        if (!bodyless) {
            seq = ++pubSeq;
        }
        if (seq >= pLeft.length) {
            pLeft = Arrays.copyOf(pLeft, seq * 2);
            pSent = Arrays.copyOf(pSent, seq * 2);
        }
        if (!bodyless) {
            pSent[seq] = System.nanoTime();
            if (stamped) {
                pLeft[seq] = W;
                outstanding += W;
                cur.expected += W;
            } else pLeft[seq] = -1;
        }
        busy[u] = true;
        int s = u % nsock;
        String x = "Event: presence\r\nExpires: " + expires + "\r\n"
                + (etag[u] != null ? "SIP-If-Match: " + etag[u] + "\r\n" : "")
                + (bodyless ? "" : "Content-Type: application/pidf+xml\r\n");
        String a = "<sip:" + up + u + "@" + domain + ">";
        pcseq[u]++;
        send(
                bodyless ? REFR : PUB,
                u,
                s,
                "PUBLISH",
                "sip:" + up + u + "@" + domain,
                a + ";tag=p" + u,
                a,
                "p" + u + "-" + seed + "-" + pcseq[u] + "@" + lip,
                pcseq[u],
                x,
                bodyless ? null : pidf(u, seq, 0),
                seq);
    }

    static int uOf(int i) {
        return i / W;
    }

    static void subscribe(int i, int kind) {
        int u = uOf(i), s = i % nsock;
        boolean in = rtag[i] != null && kind != SUB;
        scseq[i]++;
        subSent[i] = System.nanoTime();
        if (!await[i]) {
            await[i] = true;
            awaiting++;
        }
        cur.expected++;
        String x = "Contact: <sip:w" + i + "@" + lip + ":" + lport[s] + ">\r\nEvent: " + event + "\r\nAccept: " + accept
                + "\r\nExpires: " + (kind == UNSUB ? 0 : expires) + "\r\n";
        String to = "<sip:" + up + u + "@" + domain + ">" + (in ? ";tag=" + rtag[i] : "");
        send(
                kind,
                i,
                s,
                "SUBSCRIBE",
                in ? rtarget[i] : "sip:" + up + u + "@" + domain,
                "<sip:w" + up + i + "@" + domain + ">;tag=s" + i,
                to,
                "s" + i + "-" + seed + "@" + lip,
                scseq[i],
                x,
                null,
                0);
    }

    static void fetch(int u) {
        int n = fetchN++;
        int s = u % nsock;
        send(
                FETCH,
                u,
                s,
                "SUBSCRIBE",
                "sip:" + up + u + "@" + domain,
                "<sip:f" + n + "@" + domain + ">;tag=f" + n,
                "<sip:" + up + u + "@" + domain + ">",
                "f" + n + "-" + seed + "@" + lip,
                1,
                "Contact: <sip:f" + n + "@" + lip + ":" + lport[s] + ">\r\nEvent: " + event + "\r\nAccept: " + accept
                        + "\r\nExpires: 0\r\n",
                null,
                0);
    }

    static int[] rcseq;

    static void register(int u) {
        int s = u % nsock;
        rcseq[u]++;
        String a = "<sip:" + up + u + "@" + domain + ">";
        send(
                REG,
                u,
                s,
                "REGISTER",
                "sip:" + domain,
                a + ";tag=r" + u,
                a,
                "r" + u + "-" + seed + "@" + lip,
                rcseq[u],
                "Contact: <sip:u" + u + "@" + lip + ":" + lport[s] + ">\r\nExpires: " + expires + "\r\n",
                null,
                0);
    }

    // ---- receive
    static ByteBuffer ib = ByteBuffer.allocateDirect(65536);
    static byte[] rb = new byte[65536];

    static String hdr(String m, String name, String comp) { // first header value, case-insensitive, long or compact
        int p = m.indexOf("\r\n");
        while (p >= 0 && p + 2 < m.length()) {
            int s = p + 2;
            int e = m.indexOf("\r\n", s);
            if (e <= s) return null;
            int c = m.indexOf(':', s);
            if (c > 0 && c < e) {
                int l = c;
                while (l > s && m.charAt(l - 1) == ' ') l--;
                int len = l - s;
                if ((len == name.length() && m.regionMatches(true, s, name, 0, len))
                        || (comp != null && len == comp.length() && m.regionMatches(true, s, comp, 0, len)))
                    return m.substring(c + 1, e).trim();
            }
            p = e;
        }
        return null;
    }

    static String tag(String v) {
        if (v == null) return null;
        int g = v.indexOf('>');
        int p = v.indexOf(";tag=", Math.max(g, 0));
        if (p < 0) return null;
        int e = p + 5;
        while (e < v.length() && v.charAt(e) != ';' && v.charAt(e) != ' ') e++;
        return v.substring(p + 5, e);
    }

    static void recv(DatagramChannel c) throws IOException {
        for (int k = 0; k < 128; k++) {
            ib.clear();
            SocketAddress from;
            try {
                from = c.receive(ib);
            } catch (PortUnreachableException e) {
                continue;
            }
            if (from == null) return;
            ib.flip();
            int n = ib.remaining();
            if (n < 12) continue;
            ib.get(rb, 0, n);
            if (rb[0] == 'S' && rb[1] == 'I' && rb[2] == 'P' && rb[3] == '/') response(new String(rb, 0, n, L1));
            else request(c, new String(rb, 0, n, L1), from);
        }
    }

    static void response(String m) {
        int code;
        try {
            code = Integer.parseInt(m.substring(8, 11));
        } catch (Exception e) {
            return;
        }
        int p = m.indexOf("branch=z9hG4bK");
        if (p < 0) return;
        p += 14;
        int d = m.indexOf('.', p);
        int e = d + 1;
        long id = 0;
        while (e < m.length() && Character.isDigit(m.charAt(e))) id = id * 10 + m.charAt(e++) - '0';
        if (code < 200) return;
        Tx t = txs.remove(id);
        if (t == null) return;
        t.done = true;
        long now = System.nanoTime();
        Phase ph = t.ph;
        ph.open--;
        ph.tl = now;
        ph.st.merge(code, 1L, Long::sum);
        boolean ok = code < 300;
        if (ok) {
            ph.ok++;
            ph.lat.add((now - t.sent) / 1000);
        }
        switch (t.kind) {
            case PUB:
            case REFR:
                busy[t.idx] = false;
                free.add(t.idx);
                if (ok) {
                    String et = hdr(m, "SIP-ETag", null);
                    if (et != null) etag[t.idx] = et;
                } else {
                    etag[t.idx] = null;
                    if (t.kind == PUB && pLeft[t.seq] > 0) {
                        outstanding -= pLeft[t.seq];
                        ph.expected -= pLeft[t.seq];
                        pLeft[t.seq] = -1;
                    }
                }
                break;
            case SUB:
            case RESUB:
                if (ok) {
                    sstate[t.idx] = 1;
                    if (t.kind == SUB) {
                        rtag[t.idx] = tag(hdr(m, "To", "t"));
                        String ct = hdr(m, "Contact", "m");
                        if (ct != null) {
                            int a = ct.indexOf('<'), b = ct.indexOf('>');
                            rtarget[t.idx] = a >= 0 && b > a ? ct.substring(a + 1, b) : ct;
                        } else rtarget[t.idx] = "sip:" + up + uOf(t.idx) + "@" + domain;
                    }
                } else unawait(t.idx, ph);
                break;
            case UNSUB:
                if (ok) sstate[t.idx] = 2;
                else unawait(t.idx, ph);
                break;
        }
    }

    static void unawait(int i, Phase ph) {
        if (await[i]) {
            await[i] = false;
            awaiting--;
            ph.expected--;
        }
    }

    static void request(DatagramChannel c, String m, SocketAddress from) {
        long now = System.nanoTime();
        StringBuilder b = new StringBuilder(600);
        b.append("SIP/2.0 200 OK\r\n");
        String callid = null, cs = null, to = null, ss = null;
        int p = m.indexOf("\r\n");
        boolean notify = m.startsWith("NOTIFY ");
        while (p >= 0) {
            int s = p + 2, e = m.indexOf("\r\n", s);
            if (e <= s) break;
            int col = m.indexOf(':', s);
            if (col > 0 && col < e) {
                int l = col;
                while (l > s && m.charAt(l - 1) == ' ') l--;
                String nm = m.substring(s, l).toLowerCase(Locale.ROOT);
                switch (nm) {
                    case "via":
                    case "v":
                    case "from":
                    case "f":
                        b.append(m, s, e + 2);
                        break;
                    case "to":
                    case "t":
                        to = m.substring(col + 1, e).trim();
                        b.append(m, s, e + 2);
                        break;
                    case "call-id":
                    case "i":
                        callid = m.substring(col + 1, e).trim();
                        b.append(m, s, e + 2);
                        break;
                    case "cseq":
                        cs = m.substring(col + 1, e).trim();
                        b.append(m, s, e + 2);
                        break;
                    case "subscription-state":
                        ss = m.substring(col + 1, e).trim();
                        break;
                }
            }
            p = e;
        }
        b.append("Content-Length: 0\r\n\r\n");
        raw(c, b.toString().getBytes(L1), from);
        if (!notify) {
            cur.stray++;
            return;
        }
        cur.tl = now;
        lastNotify = now;
        if (callid != null && callid.startsWith("f")) return;
        int i = -1;
        if (callid != null && callid.startsWith("s")) {
            int d = callid.indexOf('-');
            if (d > 0 && callid.startsWith(seed, d + 1))
                try {
                    i = Integer.parseInt(callid.substring(1, d));
                } catch (Exception x) {
                }
        }
        if (i < 0 || i >= nsub || ss == null || cs == null) {
            cur.bad++;
            return;
        }
        if (!("s" + i).equals(tag(to))) {
            cur.bad++;
            return;
        }
        int seq = 0;
        for (int k = 0; k < cs.length() && Character.isDigit(cs.charAt(k)); k++) seq = seq * 10 + cs.charAt(k) - '0';
        int df = seq - ncseq[i];
        if (ncseq[i] < 0) {
            ncseq[i] = seq;
            nmask[i] = 1;
        } else if (df > 0) {
            nmask[i] = df >= 64 ? 1 : (nmask[i] << df) | 1;
            ncseq[i] = seq;
        } else {
            if (-df >= 64 || (nmask[i] >>> -df & 1) != 0) {
                cur.dup++;
                return;
            }
            nmask[i] |= 1L << -df;
            cur.ooo++;
        }
        if (ss.startsWith("terminated")) {
            cur.term++;
            sstate[i] = 3;
        }
        int g = m.indexOf("LG:");
        int pseq = 0;
        if (g > 0) {
            g += 3;
            while (g < m.length() && Character.isDigit(m.charAt(g))) pseq = pseq * 10 + m.charAt(g++) - '0';
        }
        cur.notifies++;
        if (await[i]) {
            await[i] = false;
            awaiting--;
            if (!fan) cur.nlat.add((now - subSent[i]) / 1000);
        }
        if (fan && pseq > 0 && pseq <= pubSeq && pLeft[pseq] > 0) {
            cur.nlat.add((now - pSent[pseq]) / 1000);
            outstanding--;
            if (--pLeft[pseq] == 0) cur.comp.add((now - pSent[pseq]) / 1000);
        }
    }

    static void timers(long now) {
        for (int k = 0; k < 4; k++) {
            Tx t;
            while ((t = q[k].peek()) != null) {
                if (t.done) {
                    q[k].poll();
                    continue;
                }
                if (t.next > now) break;
                q[k].poll();
                if (now - t.sent > 32_000_000_000L) {
                    txs.remove(t.id);
                    t.done = true;
                    t.ph.open--;
                    t.ph.timeouts++;
                    if (t.kind == PUB || t.kind == REFR) {
                        busy[t.idx] = false;
                        free.add(t.idx);
                    } else if (t.kind != REG && t.kind != FETCH) unawait(t.idx, t.ph);
                    continue;
                }
                t.ph.retrans++;
                raw(t.c, t.pkt, dst);
                int nk = Math.min(3, k + 1);
                t.next = now + IV[nk] * 1_000_000L;
                q[nk].add(t);
            }
        }
    }

    interface Gen {
        boolean next();
    } // sends one request; false: nothing to send right now

    static void poll(int ms) throws IOException {
        int n = ms > 0 ? sel.select(ms) : sel.selectNow();
        if (n > 0) {
            for (SelectionKey k : sel.selectedKeys()) recv((DatagramChannel) k.channel());
            sel.selectedKeys().clear();
        }
        timers(System.nanoTime());
    }
    // count<0: until duration
    static Phase run(String name, long count, double dur, double rt, int infl, boolean waitNotify, long win, Gen g)
            throws Exception {
        Phase ph = cur = new Phase(name);
        phases.add(ph);
        ph.pids = roots();
        ph.c0 = cpu(ph.pids);
        ph.own0 = ownCpu();
        long start = System.nanoTime();
        long dl = dur > 0 ? start + (long) (dur * 1e9) : Long.MAX_VALUE;
        outstanding = 0;
        lastNotify = start;
        boolean ended = false;
        long endT = 0;
        while (true) {
            long now = System.nanoTime();
            boolean sentAny = false;
            if (!ended && ((count >= 0 && ph.sent >= count) || now >= dl)) {
                ended = true;
                endT = now;
            }
            if (!ended) {
                for (int k = 0; k < 64; k++) {
                    if (count >= 0 && ph.sent >= count) break;
                    if (rt > 0 && ph.sent >= (now - start) / 1e9 * rt) break;
                    if (ph.open >= infl) break;
                    if (waitNotify && (fan ? outstanding >= win : awaiting >= win)) {
                        if (now - lastNotify > 2_000_000_000L) {
                            if (fan) outstanding = 0;
                            else {
                                for (int i = 0; i < nsub; i++) await[i] = false;
                                awaiting = 0;
                            }
                            lastNotify = now;
                        } else break;
                    }
                    if (!g.next()) break;
                    sentAny = true;
                }
            } else {
                boolean nd = !waitNotify
                        || (fan ? ph.notifies >= ph.expected : awaiting <= 0)
                        || now - Math.max(lastNotify, endT) > drainS * 1e9;
                if (ph.open == 0 && nd) break;
                if (now - endT > 60_000_000_000L) break;
            }
            poll(sentAny ? 0 : 1);
        }
        // let retransmissions of just-answered NOTIFYs and late ones in (10 ms), then sample
        for (int k = 0; k < 10; k++) poll(1);
        ph.c1 = cpu(ph.pids);
        ph.own1 = ownCpu();
        ph.mem = mem(ph.pids);
        return ph;
    }

    static String js(Phase p) {
        double w = Math.max(1e-6, (p.tl - p.t0) / 1e9);
        StringBuilder b = new StringBuilder();
        b.append(String.format(
                Locale.ROOT, "{\"phase\":\"%s\",\"sent\":%d,\"ok\":%d,\"status\":{", p.name, p.sent, p.ok));
        int k = 0;
        for (var e : p.st.entrySet())
            b.append(k++ > 0 ? "," : "")
                    .append('"')
                    .append(e.getKey())
                    .append("\":")
                    .append(e.getValue());
        b.append(String.format(
                Locale.ROOT,
                "},\"timeouts\":%d,\"retrans\":%d,\"wall_s\":%.3f,\"rate\":%.0f,\"lat_ms\":%s",
                p.timeouts,
                p.retrans,
                w,
                p.ok / w,
                p.lat.js()));
        b.append(String.format(
                Locale.ROOT,
                ",\"notifies\":%d,\"notify_expected\":%d,\"notify_lost\":%d,\"notify_dup\":%d,\"notify_ooo\":%d,\"notify_bad\":%d,\"notify_terminated\":%d,\"stray\":%d,\"notify_rate\":%.0f,\"notify_lat_ms\":%s,\"complete_ms\":%s",
                p.notifies,
                p.expected,
                Math.max(0, p.expected - p.notifies),
                p.dup,
                p.ooo,
                p.bad,
                p.term,
                p.stray,
                p.notifies / w,
                p.nlat.js(),
                p.comp.js()));
        long tot = 0;
        b.append(",\"cpu_ms\":{");
        k = 0;
        for (var e : p.c1.entrySet()) {
            long d = e.getValue() - p.c0.getOrDefault(e.getKey(), 0L);
            tot += d;
            b.append(k++ > 0 ? "," : "")
                    .append('"')
                    .append(e.getKey())
                    .append("\":")
                    .append(d);
        }
        b.append(String.format(
                Locale.ROOT,
                "},\"cpu_ms_per_1000_ok\":%s,\"cpu_ms_per_1000_notify\":%s",
                p.ok > 0 ? String.format(Locale.ROOT, "%.1f", tot * 1000.0 / p.ok) : "null",
                p.notifies > 0 ? String.format(Locale.ROOT, "%.1f", tot * 1000.0 / p.notifies) : "null"));
        b.append(",\"mem_kb\":{");
        k = 0;
        for (var e : p.mem.entrySet())
            b.append(k++ > 0 ? "," : "")
                    .append('"')
                    .append(e.getKey())
                    .append("\":{\"rss\":")
                    .append(e.getValue()[0])
                    .append(",\"pss\":")
                    .append(e.getValue()[1])
                    .append('}');
        b.append(String.format(
                Locale.ROOT,
                "},\"load_cpu_ms\":%d,\"load_share\":%.2f}",
                p.own1 - p.own0,
                (p.own1 - p.own0) / 1000.0 / w));
        return b.toString();
    }

    static int nu = 0, ns = 0;

    static Phase phPublish(String nm) throws Exception {
        nu = 0;
        return run(nm, users, 0, rate, inflightMax, false, 0, () -> {
            if (nu >= users) return false;
            publish(nu++, false, false);
            return true;
        });
    }

    static Phase phSubscribe(String nm, int kind, double rt) throws Exception {
        ns = 0;
        return run(nm, nsub, 0, rt, inflightMax, true, Math.max(200, inflightMax * 2), () -> {
            if (ns >= nsub) return false;
            subscribe(ns++, kind);
            return true;
        });
    }

    static Integer freeUser() {
        Integer u;
        while ((u = free.poll()) != null) if (!busy[u]) return u;
        return null;
    }

    static void refill() {
        free.clear();
        for (int u = 0; u < users; u++) if (!busy[u]) free.add(u);
    }

    static Phase phFan(String nm) throws Exception {
        fan = true;
        refill();
        int cnt = oi("count", 0);
        long win = oi("window", 0);
        if (win == 0) win = Math.max(2L * W, 500);
        Phase p = run(
                nm,
                cnt > 0 ? cnt : -1,
                cnt > 0 ? 0 : Double.parseDouble(o("duration", "10")),
                rate,
                inflightMax,
                true,
                win,
                () -> {
                    Integer u = freeUser();
                    if (u == null) return false;
                    publish(u, true, false);
                    return true;
                });
        fan = false;
        return p;
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] a) throws Exception {
        if (a.length == 0) {
            System.err.println("usage: see the head of Load.java");
            System.exit(2);
        }
        String mode = a[0];
        for (int i = 1; i + 1 < a.length; i += 2) opt.put(a[i].replaceFirst("^--", ""), a[i + 1]);
        host = o("host", "127.0.0.1");
        port = oi("port", 5060);
        domain = o("domain", "example.org");
        lip = o("lip", "127.0.0.1");
        users = oi("users", 1000);
        W = oi("watchers", 1);
        expires = oi("expires", 3600);
        bodySize = oi("body", 400);
        inflightMax = oi("inflight", 50);
        nsock = oi("sockets", 16);
        rate = Double.parseDouble(o("rate", "0"));
        event = o("event", "presence");
        accept = o("accept", "application/pidf+xml");
        drainS = Double.parseDouble(o("drain", "3"));
        seed = o("seed", Long.toString(System.nanoTime() & 0xffffffL, 36));
        up = o("userprefix", "u" + seed + "-");
        dst = new InetSocketAddress(host, port);
        double dur = Double.parseDouble(o("duration", "10"));
        pad = "x".repeat(2000);
        q = new ArrayDeque[4];
        for (int i = 0; i < 4; i++) q[i] = new ArrayDeque<>();
        sel = Selector.open();
        ch = new DatagramChannel[nsock];
        lport = new int[nsock];
        for (int i = 0; i < nsock; i++) {
            ch[i] = DatagramChannel.open();
            ch[i].setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
            ch[i].setOption(StandardSocketOptions.SO_SNDBUF, 4 << 20);
            ch[i].bind(new InetSocketAddress(lip, 0));
            ch[i].configureBlocking(false);
            ch[i].register(sel, SelectionKey.OP_READ);
            lport[i] = ((InetSocketAddress) ch[i].getLocalAddress()).getPort();
        }
        etag = new String[users];
        busy = new boolean[users];
        pcseq = new int[users];
        rcseq = new int[users];
        nsub = users * W;
        rtag = new String[nsub];
        rtarget = new String[nsub];
        scseq = new int[nsub];
        ncseq = new int[nsub];
        Arrays.fill(ncseq, -1);
        nmask = new long[nsub];
        sstate = new byte[nsub];
        subSent = new long[nsub];
        await = new boolean[nsub];
        double setupRate = Double.parseDouble(o("setuprate", "0"));
        switch (mode) {
            case "publish":
                phPublish("initial");
                if (dur > 0) {
                    refill();
                    run("modify", -1, dur, rate, inflightMax, false, 0, () -> {
                        Integer u = freeUser();
                        if (u == null) return false;
                        publish(u, false, false);
                        return true;
                    });
                    refill();
                    run("refresh", -1, dur, rate, inflightMax, false, 0, () -> {
                        Integer u = freeUser();
                        if (u == null) return false;
                        publish(u, false, true);
                        return true;
                    });
                }
                break;
            case "subscribe":
                if (oi("nopub", 0) == 0) phPublish("publish");
                phSubscribe("subscribe", SUB, rate);
                {
                    int h = oi("hold", 0);
                    if (h > 0) run("hold", 0, 0, 0, 1, false, 0, () -> false).name = "hold";
                    long e = System.nanoTime() + h * 1_000_000_000L;
                    while (System.nanoTime() < e) poll(5);
                }
                if (oi("resub", 0) == 1) phSubscribe("resubscribe", RESUB, rate);
                if (oi("unsub", 0) == 1) phSubscribe("unsub", UNSUB, rate);
                break;
            case "fanout": {
                double r = rate;
                rate = setupRate;
                phPublish("publish");
                phSubscribe("subscribe", SUB, setupRate);
                rate = r;
                phFan("fanout");
                if (oi("unsub", 0) == 1) phSubscribe("unsub", UNSUB, setupRate);
                break;
            }
            case "register":
                nu = 0;
                run("register", users, 0, rate, inflightMax, false, 0, () -> {
                    if (nu >= users) return false;
                    register(nu++);
                    return true;
                });
                break;
            case "mixed": {
                double r = rate;
                rate = setupRate;
                phPublish("publish");
                phSubscribe("subscribe", SUB, setupRate);
                rate = r;
                refill();
                int[] k = {0};
                int[] si = {0};
                Random rnd = new Random(7);
                run("mixed", -1, dur, rate, inflightMax, false, 0, () -> {
                    int x = rnd.nextInt(100);
                    if (x < 60) {
                        Integer u = freeUser();
                        if (u == null) return false;
                        publish(u, false, x >= 40 && etag[u] != null);
                    } else if (x < 80) {
                        int i = si[0];
                        si[0] = (i + 1) % nsub;
                        subscribe(i, RESUB);
                    } else if (x < 90) fetch(rnd.nextInt(users));
                    else register(rnd.nextInt(users));
                    return true;
                });
                break;
            }
            case "storm": {
                int[] st = {0, 0};
                long tot = (long) users * (2 + W);
                run(
                        "storm",
                        tot,
                        0,
                        rate,
                        opt.containsKey("inflight") ? inflightMax : 1_000_000,
                        true,
                        Long.MAX_VALUE,
                        () -> {
                            int u = st[0], k = st[1];
                            if (u >= users) return false;
                            if (k == 0) register(u);
                            else if (k == 1) publish(u, false, false);
                            else subscribe(u * W + k - 2, SUB);
                            if (++st[1] == 2 + W) {
                                st[1] = 0;
                                st[0]++;
                            }
                            return true;
                        });
                break;
            }
            case "restart": {
                phPublish("publish");
                phSubscribe("subscribe", SUB, rate);
                Thread.sleep(1000L * oi("hold", 0));
                Process p = new ProcessBuilder("/bin/bash", "-c", o("midcmd", "true"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.to(new File(o("midlog", "midcmd.log"))))
                        .start();
                p.waitFor();
                Arrays.fill(await, false);
                awaiting = 0;
                phFan("fanout_after_restart");
                phSubscribe("resubscribe", RESUB, rate);
                break;
            }
            default:
                System.err.println("unknown mode");
                System.exit(2);
        }
        StringBuilder b = new StringBuilder();
        b.append("{\"mode\":\"")
                .append(mode)
                .append("\",\"label\":\"")
                .append(o("label", ""))
                .append("\",\"users\":")
                .append(users)
                .append(",\"watchers\":")
                .append(W)
                .append(",\"inflight\":")
                .append(inflightMax)
                .append(",\"rate_cfg\":")
                .append(rate)
                .append(",\"send_drops\":")
                .append(sendDrops)
                .append(",\"phases\":[");
        int k = 0;
        for (Phase p : phases) b.append(k++ > 0 ? "," : "").append(js(p));
        b.append("]}");
        System.out.println(b);
    }
}
