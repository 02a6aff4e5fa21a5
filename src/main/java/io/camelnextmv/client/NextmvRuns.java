package io.camelnextmv.client;

import io.camelnextmv.api.PublicApi;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.reply.RunWithoutOutput;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;

/**
 * Runs from plain Java. Each is a ticket as that of a file is, by {@code direct:nextmv-run}: when {@code submit} comes back,
 * the ticket is on disk; the rest is done by the routes, and no thread waits for it. Safe for many threads.
 *
 * <p>A stage is completed exceptionally, on a thread of Camel's, with
 * <ul>
 * <li>a {@link RunWithoutOutput}, where the run has failed, was canceled, rejected or given up: it tells the run and its
 * report;</li>
 * <li>a {@link RunWithoutOutput} of the status {@link RunWithoutOutput#STOPPED}, where the process stops first. The ticket
 * goes on at the next start, and its output goes to the outbox, since nobody waits for it any more: do not submit it
 * again;</li>
 * <li>whatever else kept it from becoming a ticket, such as an {@link IllegalArgumentException} for a name that cannot be:
 * nothing of it is on disk then.</li>
 * </ul>
 * To give a stage up does not cancel its run; {@code direct:nextmv-cancel} does.
 */
@PublicApi
public final class NextmvRuns {
    private static final String ENDPOINT = "direct:nextmv-run";
    private final CamelContext context;
    private final Endpoint endpoint;

    /**
     * @param context a context with our routes; it need not be started yet
     */
    public NextmvRuns(CamelContext context) {
        this.context = context;
        this.endpoint = context.getEndpoint(ENDPOINT);
    }

    /**
     * Submits an input.
     *
     * @param input the input, and what its run is started with
     * @return completed when the run has ended and its output is there
     */
    public CompletionStage<Outcome> submit(RunInput input) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getIn().setBody(input.body());
        exchange.getIn().getHeaders().putAll(input.headers());
        // No template: it would do this on a thread of its own, and come back before there is a ticket.
        try (AsyncProducer producer = endpoint.createAsyncProducer()) {
            if (!context.isStarted() && !context.getStatus().isStarting()) {
                throw new IllegalStateException("the context of the routes is not started, or stops");
            }
            producer.start();
            producer.processAsync(exchange).whenComplete((answer, nothing) -> complete(outcome, answer, nothing));
        } catch (Exception e) {
            outcome.completeExceptionally(e);
        }
        return outcome.minimalCompletionStage();
    }

    /**
     * Submits a text, such as JSON.
     *
     * @param input   the input
     * @param options the run's options, besides those of the settings
     * @return completed when the run has ended and its output is there
     */
    public CompletionStage<Outcome> submit(String input, Map<String, ?> options) {
        return submit(RunInput.of(input).withOptions(options));
    }

    /**
     * Submits bytes.
     *
     * @param input   the input
     * @param options the run's options, besides those of the settings
     * @return completed when the run has ended and its output is there
     */
    public CompletionStage<Outcome> submit(byte[] input, Map<String, ?> options) {
        return submit(RunInput.of(input).withOptions(options));
    }

    /**
     * Submits a copy of a file.
     *
     * @param input   the input, whose name says what it is
     * @param options the run's options, besides those of the settings
     * @return completed when the run has ended and its output is there
     */
    public CompletionStage<Outcome> submit(Path input, Map<String, ?> options) {
        return submit(RunInput.of(input).withOptions(options));
    }

    /**
     * Submits what a stream holds; it is read to its end before this comes back.
     *
     * @param input   the input
     * @param options the run's options, besides those of the settings
     * @return completed when the run has ended and its output is there
     */
    public CompletionStage<Outcome> submit(InputStream input, Map<String, ?> options) {
        return submit(RunInput.of(input).withOptions(options));
    }

    private static void complete(CompletableFuture<Outcome> outcome, Exchange answer, Throwable nothing) {
        try {
            if (nothing != null) {
                outcome.completeExceptionally(nothing);
            } else if (answer.getException() != null) {
                outcome.completeExceptionally(answer.getException());
            } else {
                outcome.complete(of(answer.getMessage()));
            }
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static Outcome of(Message message) {
        return new Outcome(message.getHeader(NextmvHeaders.TICKET, String.class),
                message.getHeader(NextmvHeaders.RUN_ID, String.class), message.getHeader(NextmvHeaders.STATUS, String.class),
                message.getBody(java.io.File.class).toPath());
    }
}
