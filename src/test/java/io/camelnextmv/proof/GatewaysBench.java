package io.camelnextmv.proof;

import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.bus.Bus;
import io.camelnextmv.bus.SharedBroker;
import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.sandbox.SandboxSettings;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** How much one, two and three gateways on one broker get done: see bench/gateways. */
public final class GatewaysBench {
    private static final int WARM_UP = 40;
    private static final String INPUT = "{\"stops\":[{\"id\":\"a\",\"x\":0,\"y\":0},{\"id\":\"b\",\"x\":1,\"y\":1}]}";

    private GatewaysBench() {
    }

    /**
     * Prints the figures.
     *
     * @param args how many inputs, and how many ms the service takes for each request; or {@code cpu}, and how many inputs
     */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("cpu")) {
            cpu(Integer.parseInt(args[1]));
            System.exit(0);
        }
        int inputs = Integer.parseInt(args[0]);
        Duration latency = Duration.ofMillis(Integer.parseInt(args[1]));
        double one = 0;
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int gateways = 1; gateways <= 3; gateways++) {
            double rate = through(gateways, inputs, latency);
            one = gateways == 1 ? rate : one;
            System.out.printf("%d gateway(s): %.1f inputs/s, %.2f times one%n", gateways, rate, rate / one);
            rows.add(BenchFile.row("gateways", gateways, "inputs_a_s", rate, "times_one", rate / one));
        }
        rows.add(checks("metadata"));
        rows.add(checks("auto"));
        BenchFile.of("gateways", "bench/gateways " + String.join(" ", args), rows).write("gateways");
        System.exit(0);
    }

    /** A broker, a service, and gateways between them. */
    private interface Use {
        void with(SharedBroker broker, Bus bus, FaultyProxy proxy, Sandbox sandbox) throws Exception;
    }

    private static void on(int count, SandboxSettings service, Duration latency, Map<String, String> more, Use use)
            throws Exception {
        Path folder = Files.createTempDirectory("nextmv-gateways-");
        int port = FreePort.next();
        List<GatewayProcess> gateways = new ArrayList<>();
        try (SharedBroker broker = new SharedBroker(folder.resolve("broker"), port);
                Sandbox sandbox = new Sandbox(service).start();
                FaultyProxy proxy = new FaultyProxy(URI.create(sandbox.url()).getPort());
                Bus bus = new Bus("tcp://127.0.0.1:" + port)) {
            proxy.slowDownAll(latency);
            for (int i = 0; i < count; i++) {
                Map<String, String> settings = settings(folder, Integer.toString(i), "", proxy);
                settings.putAll(bus.settings());
                settings.putAll(more);
                gateways.add(GatewayProcess.start(folder, "gateway-" + i, List.of("-Xmx256m"), settings));
            }
            use.with(broker, bus, proxy, sandbox);
        } finally {
            gateways.forEach(GatewayProcess::close);
        }
    }

    private static Map<String, String> settings(Path folder, String name, String broker, FaultyProxy proxy) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("camel.main.profile", "jms");
        settings.put("nextmv.jms.url", broker);
        settings.put("nextmv.url", proxy.url());
        settings.put("nextmv.api-key", "sandbox");
        settings.put("nextmv.application-id", "bench");
        settings.put("nextmv.home", folder.resolve("home-" + name).toString());
        settings.put("nextmv.durability", "os");
        settings.put("nextmv.poll.via", "metadata");
        return settings;
    }

    private static void send(Bus bus, int count) {
        for (int i = 0; i < count; i++) {
            bus.send("nextmv.inputs", INPUT.getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    private static void await(Bus bus, int count) {
        for (int i = 0; i < count; i++) {
            bus.answer("nextmv.outputs");
        }
    }

    private static double through(int gateways, int inputs, Duration latency) throws Exception {
        double[] rate = new double[1];
        on(gateways, SandboxSettings.defaults().withPort(0).withRunTime(Duration.ZERO).withConcurrency(10_000), latency,
                Map.of("nextmv.poll.initial-delay", "100ms", "nextmv.poll.delay", "100ms"), (broker, bus, proxy, sandbox) -> {
                    // Until all have taken part: a JVM that has just started is slow.
                    for (int i = 0; i < gateways + 1; i++) {
                        send(bus, WARM_UP);
                        await(bus, WARM_UP);
                    }
                    long begun = System.nanoTime();
                    send(bus, inputs);
                    await(bus, inputs);
                    rate[0] = inputs * 1e9 / (System.nanoTime() - begun);
                });
        return rate[0];
    }

    /** A broker that is a process of its own, and one gateway whose tickets wait there. */
    private interface Measure {
        void with(ProcessHandle broker, ProcessHandle gateway, JMSContext context, FaultyProxy proxy, Sandbox sandbox)
                throws Exception;
    }

    private static void apart(Duration runTime, Duration latency, Map<String, String> more, Measure measure) throws Exception {
        Path folder = Files.createTempDirectory("nextmv-gateways-");
        int port = FreePort.next();
        Process broker = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                SharedBroker.class.getName(), folder.resolve("broker").toString(), Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(folder.resolve("broker.log").toFile()).start();
        try (Sandbox sandbox = new Sandbox(SandboxSettings.defaults().withPort(0).withRunTime(runTime)
                .withConcurrency(10_000)).start();
                FaultyProxy proxy = new FaultyProxy(URI.create(sandbox.url()).getPort())) {
            proxy.slowDownAll(latency);
            while (!Files.readString(folder.resolve("broker.log")).contains("listening")) {
                Thread.sleep(100);
            }
            Map<String, String> settings = settings(folder, "one", "tcp://127.0.0.1:" + port + "?consumerWindowSize=0", proxy);
            settings.put("nextmv.waiting.in", "jms:queue:nextmv.waiting");
            settings.putAll(more);
            List<String> jvm = new ArrayList<>(List.of("-Xmx256m"));
            jvm.addAll(List.of(System.getProperty("gateway.jvm", "").split(" ")));
            jvm.removeIf(String::isEmpty);
            try (GatewayProcess gateway = GatewayProcess.start(folder, "gateway", jvm, settings);
                    var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                    JMSContext context = factory.createContext()) {
                measure.with(broker.toHandle(), ProcessHandle.of(gateway.pid()).orElseThrow(), context, proxy, sandbox);
                gateway.terminate();
                gateway.endsWithin(Duration.ofSeconds(20));
            }
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    private static void send(JMSContext context, int count) {
        JMSProducer producer = context.createProducer();
        for (int i = 0; i < count; i++) {
            producer.send(context.createQueue("nextmv.inputs"), INPUT.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * What an input costs the processor: by the time that the two processes have had, so that it does not matter what else
     * the machine does. As many inputs go before those that count; the JVMs compile fast, and are soon done with it.
     */
    private static void cpu(int inputs) throws Exception {
        apart(Duration.ZERO, Duration.ofMillis(2), Map.of("nextmv.poll.initial-delay", "100ms"),
                (broker, gateway, context, proxy, sandbox) -> {
                    JMSConsumer answers = context.createConsumer(context.createQueue("nextmv.outputs"));
                    double[] before = new double[2];
                    for (int round = 0; round < 2; round++) {
                        before[0] = millis(gateway);
                        before[1] = millis(broker);
                        send(context, inputs);
                        for (int i = 0; i < inputs; i++) {
                            if (answers.receive(120_000) == null) {
                                throw new IllegalStateException("no answer comes");
                            }
                        }
                    }
                    double its = (millis(gateway) - before[0]) / inputs;
                    double brokers = (millis(broker) - before[1]) / inputs;
                    System.out.printf("cpu an input: %.1f ms in the gateway, %.1f ms in the broker (the last %d of %d inputs)%n",
                            its, brokers, inputs, 2 * inputs);
                    BenchFile.of("broker", "bench/gateways cpu " + inputs, List.of(BenchFile.row("inputs", inputs,
                            "gateway_ms_an_input", its, "broker_ms_an_input", brokers))).write("broker");
                });
    }

    private static double millis(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    /** Each check puts its ticket back into the queue. */
    private static long checked(JMSContext context) throws Exception {
        TemporaryQueue reply = context.createTemporaryQueue();
        try (JMSConsumer replies = context.createConsumer(reply)) {
            Message question = context.createMessage();
            JMSManagementHelper.putAttribute(question, ResourceNames.QUEUE + "nextmv.waiting", "messagesAdded");
            question.setJMSReplyTo(reply);
            context.createProducer().send(context.createQueue("activemq.management"), question);
            Object told = JMSManagementHelper.getResult(replies.receive(10_000));
            return told instanceof Number number ? number.longValue() : 0;
        } finally {
            reply.delete();
        }
    }

    /**
     * Runs that do not end, and a service that takes no time: what the broker and the gateway can do. Two thousand checks a
     * second are due; a look into the queue serves those of a tenth of a second.
     */
    private static Map<String, Object> checks(String via) throws Exception {
        int waiting = 200;
        Map<String, Object> row = new LinkedHashMap<>();
        apart(Duration.ofHours(1), Duration.ZERO, Map.of("nextmv.poll.via", via, "nextmv.poll.initial-delay", "15s",
                "nextmv.poll.delay", "100ms", "nextmv.poll.max-delay", "100ms"), (broker, gateway, context, proxy, sandbox) -> {
                    send(context, waiting);
                    // What is due goes before what has not begun: so all are begun before the first is due.
                    while (sandbox.runs().size() < waiting || checked(context) < 10 * waiting) {
                        Thread.sleep(50);
                    }
                    long checksBefore = checked(context);
                    long requestsBefore = proxy.count(Call.METADATA, Blow.NONE) + proxy.count(Call.QUEUE, Blow.NONE);
                    double gatewayBefore = millis(gateway);
                    double brokerBefore = millis(broker);
                    long begun = System.nanoTime();
                    Thread.sleep(10_000);
                    double seconds = (System.nanoTime() - begun) / 1e9;
                    long checks = checked(context) - checksBefore;
                    long requests = proxy.count(Call.METADATA, Blow.NONE) + proxy.count(Call.QUEUE, Blow.NONE) - requestsBefore;
                    double its = (millis(gateway) - gatewayBefore) / checks;
                    double brokers = (millis(broker) - brokerBefore) / checks;
                    System.out.printf("checks by %s: %.0f/s with one gateway, %.3f requests each; of the processor %.2f ms each in"
                            + " the gateway, %.2f ms in the broker%n", via, checks / seconds, (double) requests / checks, its,
                            brokers);
                    row.putAll(BenchFile.row("via", via, "checks_a_s", checks / seconds, "requests_a_check", (double) requests / checks,
                            "gateway_ms_a_check", its, "broker_ms_a_check", brokers));
                });
        return row;
    }
}
