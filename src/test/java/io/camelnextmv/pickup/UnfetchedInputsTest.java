package io.camelnextmv.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfetchedInputsTest {
    private static final int TRIES = 5;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final DefaultCamelContext context = new DefaultCamelContext();
    @TempDir
    private Path home;
    private long nanos;
    private TicketStore tickets;
    private Admission admission;
    private UnfetchedInputs unfetched;

    @BeforeEach
    void open() {
        tickets = new TicketStore(home, home, Durability.OS, CloudBeans.json(), Clock.systemUTC());
        admission = new Admission(tickets, OneAccount.of(new CircuitBreaker("the service", "It waits", SECOND, SECOND, probes -> SECOND,
                Clock.systemUTC()), Clock.systemUTC()), 10, SECOND, () -> nanos);
        admission.open();
        unfetched = new UnfetchedInputs(new Backoff(SECOND, 2, Duration.ofMinutes(1)), TRIES, admission);
    }

    @AfterEach
    void close() {
        tickets.close();
    }

    private Exchange fetchedAgain(String id) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Slots.RECEIPT, Receipt.FETCHED_AGAIN);
        exchange.getMessage().setHeader(NextmvHeaders.MESSAGE_ID, id);
        return exchange;
    }

    @Test
    void whatComesAgainByItselfIsCountedByWhatItIsAndNothingElseIsTakenFromThereMeanwhile() {
        int tries = 0;
        boolean over = false;
        for (; !over && tries < 100; tries++) {
            Exchange exchange = fetchedAgain("topic/0/17");
            assertThat(unfetched.isTriedAgain(exchange)).isFalse();
            over = !Tries.of(exchange).givenUp().isEmpty();
            assertThat(admission.isListening()).isEqualTo(over);
            assertThat(admission.isOpen()).as("files, and inputs by HTTP").isTrue();
            nanos += Duration.ofSeconds(over ? 0 : 1L << tries).toNanos();
            assertThat(admission.isListening()).as("after %d tries", tries + 1).isTrue();
        }
        assertThat(over).isTrue();
        assertThat(tries).isEqualTo(TRIES);
        assertThat(Tries.of(again("topic/0/17")).givenUp()).as("put there anew it begins anew").isEmpty();
    }

    private Exchange again(String id) {
        Exchange exchange = fetchedAgain(id);
        unfetched.isTriedAgain(exchange);
        return exchange;
    }

    @Test
    void howeverManyThereAreEachIsCountedByItselfAndTheOldestAreForgotten() {
        for (int i = 0; i < 3000; i++) {
            assertThat(Tries.of(again("topic/0/" + i)).givenUp()).isEmpty();
        }
        for (int times = 1; times < 100; times++) {
            if (!Tries.of(again("topic/0/2999")).givenUp().isEmpty()) {
                return;
            }
        }
        assertThat(false).as("it has an end").isTrue();
    }

    @Test
    void whatIsHeldIsTriedAgainInPlaceAndRestsNothing() {
        Exchange exchange = new DefaultExchange(context);
        int tries = 0;
        do {
            Tries.of(exchange).notFetched();
            tries++;
        } while (unfetched.isTriedAgain(exchange) && tries < 100);

        assertThat(Tries.of(exchange).givenUp()).contains("nextmv.retry.give-up");
        assertThat(tries).isLessThan(100);
        assertThat(admission.isListening()).isTrue();
    }
}
