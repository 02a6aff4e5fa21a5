package io.camelnextmv.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.Tracked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the gateway writes is what the schemas say of it, and what they must refuse they refuse. */
class WrittenTest extends GatewayTest {
    private static final ObjectMapper MAPPER = CloudBeans.json();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456789Z");

    private static JsonNode read(Path file) throws IOException {
        return MAPPER.readTree(Files.readAllBytes(file));
    }

    private static List<Path> found(Path folder, String pattern) throws IOException {
        return FileTree.all(folder).stream().filter(file -> file.getFileName().toString().matches(pattern)).toList();
    }

    private static void assertAll(String schema, List<Path> files) throws IOException {
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            assertThat(Schemas.read(schema).validate(read(file))).as("%s: %s", file, read(file)).isEmpty();
        }
    }

    @Test
    void whatIsOnDiskPassesItsSchema() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        gateway.drop("waits.json.nextmv.yaml", "options: {duration: 1h}\nqueuing: {priority: 2}\n");
        gateway.drop("fails.json.nextmv.json", "{\"options\": {\"fail\": \"no way\"}, \"name\": \"{file}\"}");
        for (String name : List.of("succeeds.json", "waits.json", "fails.json")) {
            gateway.drop(name, SQUARE);
        }
        gateway.drop("rejected.json", "[1]");
        gateway.drop("text.csv", "a,b\n");
        Files.createDirectories(home.resolve("control/cancel"));
        Files.writeString(home.resolve("control/cancel/nobody.json"), "");
        gateway.untilDone(4);
        gateway.untilWaiting(1);
        gateway.until("the wish is answered", () -> !found(home.resolve("control"), ".*[.]error[.]json").isEmpty());

        gateway.until("its notice is there", () -> !found(home.resolve("control"), "gateway-.*[.]json").isEmpty());

        assertAll(Schemas.TICKET, found(home, "ticket[.]json"));
        assertAll(Schemas.REPORT, found(gateway.errors(), ".*[.]error[.]json"));
        assertAll(Schemas.CANCEL_ANSWER, found(home.resolve("control"), ".*[.]error[.]json"));
        assertAll(Schemas.NOTICE, found(home.resolve("control"), "gateway-.*[.]json"));
        assertThat(found(home, "ticket[.]json")).hasSize(5);
        for (Path report : found(gateway.errors(), ".*[.]error[.]json")) {
            assertRefused(Schemas.read(Schemas.REPORT), (ObjectNode) read(report), Set.of("error_log"));
        }
    }

    /** One that has everything that a ticket can have. */
    private static Ticket full() {
        RunSpec spec = new RunSpec(Optional.of("n"), Optional.of("d"), Map.of("a", "b"), Optional.of("b"), Optional.of("e"),
                Optional.of(3), Optional.of(true), Optional.of(RunSpec.WhenBusy.WAIT), Optional.of("s"), Optional.of("i"),
                Optional.of("ensemble"), Optional.of("d"), Optional.of(Format.MULTI_FILE), Optional.of(Format.JSON),
                Optional.of("in"), Optional.of(new Tracked("failed", 5, "in.json", Optional.of("o"), Optional.of("e"),
                        Optional.of("why"), Optional.of("m.json"), Optional.of("a.tar.gz"))));
        RunPlan plan = new RunPlan(Optional.of("/in"), spec, Optional.of(new RunPlan.Sidecar("a.nextmv.yaml", true)),
                Optional.of(new RunPlan.Upload("u", 1, true)), Map.of("o", "u2"), Optional.of(new MessageOrigin(
                        Optional.of("m"), Optional.of("c"), Optional.of("r"), Optional.of("/in/a"), Optional.of("a2V5"),
                        Optional.of("night"), Optional.of(true))), Optional.of("night"));
        Ending ending = new Ending(Destination.OUTPUT, "succeeded", "", "", NOW, 3, 17, Optional.of(Format.TEXT),
                Optional.of("words"));
        return Ticket.claimed(new TicketName("20260301-100000-000-a1b2c3"), "orders.json", "app", Optional.of("instance"),
                plan, NOW).submitting(NOW).submitted("run-1", NOW, Duration.ofHours(1)).ended(ending)
                .deliveredAs("orders").delivered();
    }

    @Test
    void aTicketWithAllThatItCanHavePassesAndEachWrongPartIsRefused() {
        JsonSchema schema = Schemas.read(Schemas.TICKET);
        ObjectNode ticket = MAPPER.valueToTree(full());

        assertThat(schema.validate(ticket)).isEmpty();
        assertThat(names(schema.getSchemaNode())).as("nothing that it has is left out").isEqualTo(names(ticket));
        assertRefused(schema, ticket, Set.of());
        assertThat(schema.validate(ticket.deepCopy().put("state", "LOST"))).isNotEmpty();
        assertThat(schema.validate(ticket.deepCopy().put("id", "../a"))).isNotEmpty();
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        (node.has("properties") ? node.get("properties") : node).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Without what must be there, and with a list where there is none, at any depth. */
    private static void assertRefused(JsonSchema schema, ObjectNode whole, Set<String> anything) {
        assertThat(schema.getSchemaNode().get("required")).isNotEmpty().allSatisfy(name ->
                assertThat(schema.validate(whole.deepCopy().without(name.asText()))).as("without %s", name).isNotEmpty());
        List<String> places = new ArrayList<>();
        collect(whole, "", places);
        assertThat(places).hasSizeGreaterThan(5);
        places.stream().filter(place -> anything.stream().noneMatch(name -> place.contains("/" + name))).forEach(place -> {
            ObjectNode wrong = whole.deepCopy();
            int last = place.lastIndexOf('/');
            ((ObjectNode) wrong.at(place.substring(0, last))).putArray(place.substring(last + 1));
            assertThat(schema.validate(wrong)).as("a list at %s", place).isNotEmpty();
        });
    }

    private static void collect(JsonNode node, String at, List<String> places) {
        node.fields().forEachRemaining(field -> {
            places.add(at + "/" + field.getKey());
            collect(field.getValue(), at + "/" + field.getKey(), places);
        });
    }
}
