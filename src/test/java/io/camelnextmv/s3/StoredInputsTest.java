package io.camelnextmv.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that points to an object of a store: what the settings name is asked for, and nothing else. */
class StoredInputsTest extends GatewayTest {
    private S3Server server;
    private Sandbox cloud;
    private GatewayFixture gateway;

    @BeforeEach
    void serve() throws Exception {
        server = closed(new S3Server());
        cloud = cloud(quick());
        gateway = gateway(cloud);
    }

    private String point(String where) {
        try {
            return context().createProducerTemplate().requestBodyAndHeader("direct:nextmv-run", "", "NextmvInputFile", where,
                    String.class);
        } catch (CamelExecutionException e) {
            return e.getCause().getMessage();
        }
    }

    private CamelContext context() {
        return gateway.gateway().main().getCamelContext();
    }

    @Test
    void anObjectUnderThePrefixIsRunAndStaysAndNothingElseIsAskedFor() {
        server.put("in/today/orders.json", SQUARE);
        server.put("in/large.json", SQUARE + " ".repeat(200_000));
        server.put("secret.json", SQUARE);
        gateway.with("nextmv.inputs.claim-check", "aws2-s3:orders?prefix=in/&" + server.options())
                .with("nextmv.limit.input", "100000").start();

        assertThat(point("aws2-s3:orders/today/orders.json")).contains("\"length\"");
        assertThat(point("aws2-s3:orders/large.json")).contains("too large");
        int asked = server.asked().size();
        for (String where : List.of("aws2-s3:orders/../secret.json", "aws2-s3:orders/today/../../secret.json",
                "aws2-s3:orders/.hidden", "aws2-s3:orders//secret.json", "aws2-s3:orders/", "aws2-s3:orders",
                "aws2-s3:orders/x?prefix=", "aws2-s3:orders/x&prefix=", "aws2-s3:orders?prefix=&keyName=secret.json",
                "aws2-s3:others/today/orders.json", "aws2-s3:ordersX/x", "aws2-s3://orders/today/orders.json",
                "AWS2-S3:orders/today/orders.json", "aws2-s3:orders/{{nextmv.api-key}}", "aws2-s3:orders/RAW(x)",
                "aws2-s3:orders/${sys.user.home}", "aws2-s3:orders/$simple{sys.user.home}", "aws2-s3:orders/%2e%2e%2fsecret.json",
                "aws2-s3:orders/a\nb", "aws2-s3:orders/a\\..\\secret.json", "bean:nextmvTickets/x", "direct:nextmv-send/x",
                "file:/etc/passwd", "ref:x/y", "language:simple:${sys.user.home}/x", "exec:id/x")) {
            assertThat(point(where)).as(where).contains("nextmv.inputs.claim-check allows").doesNotContain("hidden-17");
        }
        assertThat(server.asked()).hasSize(asked);
        assertThat(point("aws2-s3:orders/none.json")).contains("nextmv.inputs.claim-check allows");
        assertThat(server.keys()).hasSize(3);
        assertThat(cloud.runs()).hasSize(1);
        server.away(true);
        assertThat(point("aws2-s3:orders/today/orders.json")).contains("cannot be fetched").doesNotContain("hidden-17");
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("hidden-17"));
    }

    @Test
    void aRouteOfTheApplicationIsAskedAndWhatItMeetsIsTold() throws Exception {
        gateway.with("nextmv.inputs.claim-check", "direct:our-archive").start();
        context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:our-archive").errorHandler(noErrorHandler()).process(exchange -> {
                    String name = exchange.getMessage().getHeader("NextmvInputFile", String.class);
                    switch (name) {
                        case "no-file" -> throw new FileNotFoundException(name);
                        case "status-403", "status-404", "status-503", "status-401", "status-429" -> throw
                            new HttpOperationFailedException("x", Integer.parseInt(name.substring(7)), "", "", null, "");
                        case "broken" -> throw new java.io.IOException("no route to host");
                        case "nothing" -> exchange.getMessage().setBody(null);
                        default -> exchange.getMessage().setBody(SQUARE);
                    }
                });
            }
        });

        assertThat(point("direct:our-archive/2026/orders.json")).contains("\"length\"");
        for (String name : List.of("no-file", "status-403", "status-404", "nothing")) {
            assertThat(point("direct:our-archive/" + name)).as(name).contains("nextmv.inputs.claim-check allows");
        }
        for (String name : List.of("status-503", "status-401", "status-429", "broken")) {
            assertThat(point("direct:our-archive/" + name)).as(name).contains("cannot be fetched");
        }
    }

    @Test
    void whatTheSettingsAreToBlameForIsNoFaultOfTheMessage() {
        server.put("in/orders.json", SQUARE);
        gateway.with("nextmv.inputs.claim-check", "aws2-s3:orders?prefix=in/&" + server.options()).start();

        for (String ours : List.of("400 ExpiredToken", "403 InvalidAccessKeyId", "403 SignatureDoesNotMatch",
                "404 NoSuchBucket")) {
            server.refuses(ours);
            assertThat(point("aws2-s3:orders/orders.json")).as(ours).contains("cannot be fetched");
        }
        for (String theirs : List.of("403 AccessDenied", "404 NoSuchKey", "400 InvalidArgument")) {
            server.refuses(theirs);
            assertThat(point("aws2-s3:orders/orders.json")).as(theirs).contains("nextmv.inputs.claim-check allows");
        }
    }

    /** As those of stores are: closed, it reads on to its end, unless it is aborted. */
    public static final class Endless extends InputStream {
        private final AtomicBoolean aborted = new AtomicBoolean();

        @Override
        public int read() {
            return ' ';
        }

        public void abort() {
            aborted.set(true);
        }

        @Override
        public void close() {
            assertThat(aborted).as("or else it would be read for ever").isTrue();
        }
    }

    @Test
    void anObjectWithoutAnEndIsLetGoOfAtTheBound() throws Exception {
        Endless endless = new Endless();
        gateway.with("nextmv.inputs.claim-check", "direct:our-archive").with("nextmv.limit.input", "100000").start();
        context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:our-archive").streamCaching("false")
                        .process(exchange -> exchange.getMessage().setBody(endless));
            }
        });

        assertThat(point("direct:our-archive/orders.json")).contains("too large");
        assertThat(endless.aborted).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/etc", "exec:cat", "aws2-s3:orders?operation=deleteObject", "aws2-s3:orders?operation=putObject",
        "minio://user:hidden-17@store/x", "aws2-s3:", "nothing", "https://user:hidden-17@host/"})
    void whatCannotBeAskedStopsTheStartAndIsNotShown(String place) {
        assertThatThrownBy(() -> gateway.with("nextmv.inputs.claim-check", place).start()).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.inputs.claim-check").hasMessageNotContaining("hidden-17");
    }
}
