package io.camelnextmv.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the names of all tickets are read, while some come and go all the time. */
class LeftoversLookTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module())
            .addModule(new JavaTimeModule()).propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
    private static final int MANY = 2000;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    @TempDir
    private Path home;
    private TicketStore store;
    private Leftovers leftovers;

    @BeforeEach
    void manyTicketsOfOneThatMayBeDead() throws IOException {
        Files.createDirectories(home.resolve("archive"));
        for (int i = 0; i < MANY; i++) {
            leave("dead", i);
        }
        store = new TicketStore(home.resolve("work"), home.resolve("archive"), Durability.OS, MAPPER, Clock.systemUTC());
        leftovers = new Leftovers(store.work(), nanos::get);
        assertThat(tickets(leftovers.byGateway(), "dead")).hasSize(MANY);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void leave(String gateway, int number) throws IOException {
        Files.createDirectories(home.resolve("work").resolve(String.format("20260101-000000-%s-%04d", gateway, number)));
    }

    private static List<TicketName> tickets(Map<String, Leftovers.Left> found, String gateway) {
        return found.containsKey(gateway) ? found.get(gateway).tickets() : List.of();
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void whatIsAddedIsSeenTheLaterTheMoreThereIs() throws IOException {
        leave("more", 1);

        passes(Duration.ofMillis(299));
        assertThat(leftovers.byGateway()).doesNotContainKey("more");
        passes(Duration.ofMillis(2));
        assertThat(tickets(leftovers.byGateway(), "more")).hasSize(1);
    }

    @Test
    void ofFewWhatIsAddedIsSeenByTheNextLookHoweverSoonItComes() throws IOException {
        for (int i = 0; i < MANY - 500; i++) {
            Files.delete(home.resolve("work").resolve(String.format("20260101-000000-dead-%04d", i)));
        }
        assertThat(tickets(leftovers.byGatewayNow(), "dead")).hasSize(500);
        leave("more", 1);

        assertThat(tickets(leftovers.byGateway(), "more")).hasSize(1);
    }

    @Test
    void whoMustKnowSeesItAtOnce() throws IOException {
        leave("more", 1);

        assertThat(tickets(leftovers.byGatewayNow(), "more")).hasSize(1);
    }

    @Test
    void looksThatReadNothingDoNotTakeThePlaceOfTheSecondOneThatMust() throws IOException {
        FileTime before = Files.getLastModifiedTime(home.resolve("work"));
        leave("more", 1);
        // Added in the instant in which the first look has read: it shows in no time stamp.
        Files.setLastModifiedTime(home.resolve("work"), before);
        for (int i = 0; i < 5; i++) {
            leftovers.byGateway();
        }

        passes(Duration.ofSeconds(1));
        assertThat(tickets(leftovers.byGateway(), "more")).hasSize(1);
    }
}
