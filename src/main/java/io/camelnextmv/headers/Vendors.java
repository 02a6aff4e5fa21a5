package io.camelnextmv.headers;

import io.camelnextmv.headers.Vendor.Address;
import io.camelnextmv.headers.Vendor.Outgoing;
import io.camelnextmv.headers.Vendor.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** The kinds of bus that can be, as far as their clients are there. */
public final class Vendors implements Processor {
    /** By its names: an application that has our jar need not have the client of any broker. */
    private record Client(String component, String vendor) {
    }

    /** Some exceptions are their own causes. */
    private static final int MOST_CAUSES = 50;
    private static final List<Client> KNOWN = List.of(
            new Client("org.apache.camel.component.file.GenericFileEndpoint", "io.camelnextmv.files.FileVendor"),
            new Client("org.apache.camel.component.aws2.s3.AWS2S3Endpoint", "io.camelnextmv.s3.S3Vendor"),
            new Client("org.apache.camel.component.kafka.KafkaEndpoint", "io.camelnextmv.kafka.KafkaVendor"),
            new Client("org.apache.camel.component.jms.JmsEndpoint", "io.camelnextmv.jms.JmsVendor"));
    private final List<Vendor> vendors;

    private Vendors(List<Vendor> vendors) {
        this.vendors = List.copyOf(vendors);
    }

    /**
     * @param context an application's context
     * @return the kinds of bus whose clients it has
     */
    public static Vendors of(CamelContext context) {
        return new Vendors(KNOWN.stream().flatMap(client -> vendor(client, context)).toList());
    }

    private static Stream<Vendor> vendor(Client client, CamelContext context) {
        if (context.getClassResolver().resolveClass(client.component()) == null) {
            return Stream.empty();
        }
        return Stream.ofNullable(context.getClassResolver().resolveClass(client.vendor(), Vendor.class))
                .map(context.getInjector()::newInstance);
    }

    /**
     * Completes an endpoint that inputs are taken from by what its kind of bus needs.
     *
     * @param endpoint the endpoint, of which nothing is taken yet
     * @param fetched  makes the folder where what is fetched lies on the disk until it has a ticket
     */
    public void complete(Endpoint endpoint, Supplier<Path> fetched) {
        vendors.forEach(vendor -> vendor.complete(endpoint, fetched));
    }

    /**
     * Says by headers of ours what makes a message one and the same, and what its sender wants back.
     *
     * @param exchange a message, as it was taken
     */
    @Override
    public void process(Exchange exchange) {
        vendors.stream().filter(vendor -> vendor.brought(exchange)).findFirst().ifPresent(vendor -> vendor.name(exchange));
    }

    /** Makes an answer one of the bus that it goes to; what is of no bus stays as it is. */
    public Address address(String endpoint, Outgoing outgoing, Exchange exchange) {
        Message answer = exchange.getMessage();
        return vendors.stream().filter(vendor -> vendor.sends(endpoint, exchange.getContext())).findFirst()
                .map(vendor -> vendor.address(endpoint, outgoing, answer)).orElseGet(() -> new Address(endpoint, Optional.empty()));
    }

    /**
     * Finds the reason for which an endpoint has not taken an answer.
     *
     * @param thrown what it threw
     * @param reason the reason
     * @return what it says; empty where that is not the reason
     */
    public Optional<String> refusal(Throwable thrown, Refusal reason) {
        return causes(thrown).filter(cause -> vendors.stream()
                .anyMatch(vendor -> vendor.refusal(cause).filter(reason::equals).isPresent())).findFirst()
                .map(cause -> String.valueOf(cause.getMessage()));
    }

    /** @return an exception and its causes, the innermost last */
    public static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
    }
}
