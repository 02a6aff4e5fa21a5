package io.camelnextmv.traces;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector gets of a gateway, by the protocol that collectors speak (OTLP, http/protobuf). */
class TracesTest extends GatewayTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    /** As far as it is read here. */
    private record Span(String trace, String name, Map<String, String> attributes) {
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
        Map<String, String> attributes = new HashMap<>();
        span.inside(9).forEach(attribute -> attributes.put(attribute.inside(1).get(0).text(), attribute.inside(2).stream()
                .flatMap(value -> value.inside(1).stream()).map(Field::text).findFirst().orElse("")));
        return new Span(java.util.HexFormat.of().formatHex(span.inside(1).get(0).bytes()), span.inside(5).get(0).text(),
                attributes);
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
}
