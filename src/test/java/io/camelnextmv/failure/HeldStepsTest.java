package io.camelnextmv.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A step that holds its thread for longer than it may is seen. */
class HeldStepsTest extends GatewayTest {
    private final AtomicLong nanos = new AtomicLong();
    private final HeldSteps steps = new HeldSteps(Map.of("slow", Duration.ofSeconds(10)), nanos::get);

    @Test
    void aStepIsHeldWhenItsTimeIsUpAndNoLongerWhenItEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutePolicyFactory(steps);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:in").routeId("in").to("direct:slow");
                    from("seda:other").routeId("other").process(exchange -> {
                        begun.countDown();
                        end.await();
                    });
                    from("direct:slow").routeId("slow").errorHandler(noErrorHandler()).process(exchange -> {
                        begun.countDown();
                        end.await();
                        throw new IllegalStateException("so it ends");
                    });
                }
            });
            context.start();
            context.createProducerTemplate().send("seda:in",
                    exchange -> exchange.setProperty(Slots.TICKET, "20260101-a"));
            context.createProducerTemplate().sendBody("seda:other", "");
            begun.await();

            nanos.set(Duration.ofSeconds(10).toNanos());
            assertThat(steps.held()).isEmpty();
            nanos.set(Duration.ofSeconds(11).toNanos());
            assertThat(steps.held()).singleElement().asString()
                    .startsWith("slow of ticket 20260101-a for 11 s (thread ");

            end.countDown();
            await().atMost(Duration.ofSeconds(30)).until(() -> steps.held().isEmpty());
        }
    }

    @Test
    void aStepThatWaitsForItsTurnIsNotHeldAndThatTimeIsNotItsOwn() throws Exception {
        TicketName ticket = new TicketName("20260101-a");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutePolicyFactory(steps);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:in").routeId("slow").process(exchange -> {
                        begun.countDown();
                        end.await();
                    });
                }
            });
            context.start();
            context.createProducerTemplate().send("seda:in", exchange -> exchange.setProperty(Slots.TICKET, ticket));
            begun.await();

            nanos.set(Duration.ofSeconds(4).toNanos());
            steps.begins(ticket);
            nanos.set(Duration.ofHours(1).toNanos());
            assertThat(steps.held()).isEmpty();
            steps.ends(ticket);
            assertThat(steps.held()).isEmpty();
            nanos.addAndGet(Duration.ofSeconds(7).toNanos());
            assertThat(steps.held()).singleElement().asString().contains("for 11 s");
            end.countDown();
        }
    }

    @Test
    void theStepsOfTheGatewayAreLookedAtAndItsHealthTells() {
        GatewayFixture gateway = gateway(cloud(quick())).start();
        CamelContext context = gateway.gateway().main().getCamelContext();
        HeldSteps real = context.getRoutePolicyFactories().stream().filter(HeldSteps.class::isInstance)
                .map(HeldSteps.class::cast).findFirst().orElseThrow();

        assertThat(real.routes()).isNotEmpty().allSatisfy(route -> assertThat(context.getRoute(route)).isNotNull());
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);
        assertThat(real.held()).isEmpty();
        assertThat(context.getRegistry().lookupByNameAndType("nextmvHealth", HealthCheck.class).call())
                .satisfies(result -> {
                    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
                    assertThat(result.getDetails()).containsEntry("steps.held", 0).containsEntry("tickets.stuck", 0);
                });
    }
}
