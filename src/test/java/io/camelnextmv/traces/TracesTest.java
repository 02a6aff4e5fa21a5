package io.camelnextmv.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets of a gateway, by the protocol that collectors speak (OTLP, http/protobuf). */
class TracesTest extends GatewayTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    /** As far as it is read here. */
    private record Span(String trace, String name, Map<String, String> attributes, List<Map<String, String>> events) {
    }

    /** The fields of a message of protobuf, one after the other. */
    private record Field(int number, byte[] bytes) {
        static List<Field> of(byte[] message) {
            List<Field> fields = new ArrayList<>();
            int[] at = {0};
            while (at[0] < message.length) {
                long tag = varint(message, at);
                int length = switch ((int) (tag & 7)) {
                    case 0 -> {
                        varint(message, at);
                        yield 0;
                    }
                    case 1 -> 8;
                    case 5 -> 4;
                    default -> (int) varint(message, at);
                };
                fields.add(new Field((int) (tag >> 3), java.util.Arrays.copyOfRange(message, at[0], at[0] + length)));
                at[0] += length;
            }
            return fields;
        }

        private static long varint(byte[] message, int[] at) {
            long value = 0;
            for (int shift = 0;; shift += 7) {
                byte next = message[at[0]++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        List<Field> inside(int wanted) {
            return of(bytes).stream().filter(field -> field.number() == wanted).toList();
        }
    }

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] body = (packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody())
                    .readAllBytes();
            Field.of(body).stream().flatMap(resource -> resource.inside(2).stream())
                    .flatMap(scope -> scope.inside(2).stream()).forEach(span -> spans.add(read(span)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
    }

    private static Span read(Field span) {
        return new Span(java.util.HexFormat.of().formatHex(span.inside(1).get(0).bytes()), span.inside(5).get(0).text(),
                attributes(span.inside(9)), span.inside(11).stream().map(event -> attributes(event.inside(3))).toList());
    }

    private static Map<String, String> attributes(List<Field> fields) {
        Map<String, String> attributes = new HashMap<>();
        fields.forEach(attribute -> attributes.put(attribute.inside(1).get(0).text(), attribute.inside(2).stream()
                .flatMap(value -> value.inside(1).stream()).map(Field::text).findFirst().orElse("")));
        return attributes;
    }

    @AfterEach
    void leave() {
        System.clearProperty(ENDPOINT);
        collector.stop(0);
    }

    @Test
    void aCollectorGetsTheRoutesOfEachTicketWithItsRunAndNothingThatIsSecret() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        for (int i = 0; i < 6; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.untilDone(6);
        gateway.stop();

        Map<String, Span> delivered = new HashMap<>();
        spans.stream().filter(span -> span.name().contains("nextmv-deliver-once"))
                .forEach(span -> delivered.put(span.attributes().get("io.camelnextmv.ticket"), span));
        assertThat(delivered).hasSize(6).containsOnlyKeys(GatewayFixture.names(gateway.archive()));
        delivered.forEach((ticket, span) -> assertThat(span.attributes())
                .containsEntry("io.camelnextmv.run", GatewayFixture.json(gateway.archive().resolve(ticket)
                        .resolve("ticket.json"))
                        .path("run_id").asText())
                .containsEntry("io.camelnextmv.application", GatewayFixture.APPLICATION)
                .hasEntrySatisfying("io.camelnextmv.file", file -> assertThat(file).matches("orders-\\d[.]json")));
        assertThat(spans).extracting(Span::name).anyMatch(name -> name.contains("nextmv-submit"))
                .anyMatch(name -> name.contains("nextmv-await"));
        assertThat(spans.toString()).doesNotContain(GatewayFixture.API_KEY).doesNotContain("http://127.0.0.1");
        // Threads are shared: no trace holds what is another ticket's.
        Map<String, String> tickets = new HashMap<>();
        spans.stream().filter(span -> span.attributes().containsKey("io.camelnextmv.ticket")).forEach(span -> {
            String ticket = span.attributes().get("io.camelnextmv.ticket");
            assertThat(tickets.merge(span.trace(), ticket, (first, other) -> first)).as(span.name()).isEqualTo(ticket);
        });
    }

    @Test
    void withoutAWordOfWhereToNothingIsTraced() {
        System.clearProperty(ENDPOINT);
        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        gateway.stop();

        assertThat(spans).isEmpty();
    }

    @Test
    void whatIsSecretInAnExceptionOrAnAddressDoesNotGetThere() throws Exception {
        Logs.guarded().add("key-that-nobody-may-see-41c8");
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            new TracesBeans().configure(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:fails").errorHandler(noErrorHandler())
                            .to("mock:robot:pass-of-robot@files.example/in?retainFirst=1")
                            .process(exchange -> {
                                throw new IllegalStateException(exchange.getMessage().getBody(String.class));
                            });
                }
            });
            context.start();
            for (String message : List.of("no: PUT https://b.example/x?X-Amz-Signature=0a1b2c3d4e",
                    "Authorization: Bearer 0a1b2c3d4e", "sftp://robot:0a1b2c3d4e@files.example/in",
                    "sent key-that-nobody-may-see-41c8", "ends\u001b[31mred")) {
                assertThatThrownBy(() -> context.createProducerTemplate().sendBody("direct:fails", message));
            }
        }

        List<String> said = spans.stream().flatMap(span -> span.events().stream()).map(event -> event.get("message"))
                .toList();
        assertThat(said).as("what happened is told").anyMatch(text -> text.startsWith("no: PUT https://b.example/x"));
        assertThat(spans.toString()).contains("files.example/in").doesNotContain("0a1b2c3d4e", "nobody-may-see",
                "pass-of-robot", "\u001b");
    }
}
