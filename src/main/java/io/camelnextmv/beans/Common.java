package io.camelnextmv.beans;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.await.Clocks;
import io.camelnextmv.await.Waiters;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.retry.StepQueues;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.ResilienceSettings;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.store.TicketStore;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;

/**
 * What the beans of nearly every chapter need.
 *
 * @param context  where they are known by their names
 * @param settings what they are made by
 * @param cloud    how requests are sent and answers read
 * @param tickets  the tickets on disk
 * @param clocks   the time
 * @param waiting  what waits, until a stop
 */
public record Common(CamelContext context, Settings settings, CloudBeans cloud, TicketStore tickets, Clocks clocks,
        Waiting waiting) {
    /**
     * @param timers   on which it waits
     * @param waiters  the tickets that wait for their runs
     * @param queues   before its next step
     * @param stopping is set at a stop
     */
    record Waiting(Timers timers, Waiters waiters, StepQueues queues, AtomicBoolean stopping) {
    }

    /**
     * Makes them, and makes them known.
     *
     * @param folders where the tickets are
     */
    public static Common of(CamelContext context, Settings settings, Folders folders, Clocks clocks) {
        CloudBeans cloud = CloudBeans.of(settings, clocks.wall());
        cloud.bind(context);
        Timers timers = new Timers(settings.poll().concurrency(), cloud.wakeUps());
        TicketStore tickets = new TicketStore(folders.work(), folders.archive(), settings.resilience().durability(),
                settings.folders().modes(), cloud.mapper(), clocks.wall());
        Common common = new Common(context, settings, cloud, tickets, clocks,
                new Waiting(timers, new Waiters(timers), new StepQueues(), new AtomicBoolean()));
        common.bind("nextmvTickets", tickets);
        common.bind("nextmvTimers", timers);
        common.bind("nextmvWaiters", common.waiters());
        common.bind("nextmvStepQueues", common.queues());
        return common;
    }

    /** @return the bean, known by that name from now on */
    public <T> T bind(String name, T bean) {
        context.getRegistry().bind(name, bean);
        return bean;
    }

    /** @return reads and writes JSON */
    public ObjectMapper mapper() {
        return cloud.mapper();
    }

    /** @return as whom requests are sent */
    public Accounts accounts() {
        return cloud.accounts();
    }

    /** @return on which everything waits */
    public Timers timers() {
        return waiting.timers();
    }

    /**
     * A route that comes round again and again begins only if there is something to do.
     *
     * @param name             by which the route names it
     * @param thereIsSomething asked each time
     */
    public void bindOnlyIf(String name, BooleanSupplier thereIsSomething) {
        bind(name, new OnlyIf(thereIsSomething));
    }

    /** @return where tickets wait for their next step */
    public StepQueues queues() {
        return waiting.queues();
    }

    /** @return is set at a stop */
    public AtomicBoolean stopping() {
        return waiting.stopping();
    }

    ResilienceSettings resilience() {
        return settings.resilience();
    }

    Waiters waiters() {
        return waiting.waiters();
    }

    /** The time, which may be set. */
    Clock clock() {
        return clocks.wall();
    }
}
