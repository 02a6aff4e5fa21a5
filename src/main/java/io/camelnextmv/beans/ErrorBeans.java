package io.camelnextmv.beans;

import io.camelnextmv.failure.BlamedFaults;
import io.camelnextmv.failure.CannotBeHad;
import io.camelnextmv.failure.ErrorBoundary;
import io.camelnextmv.failure.FailingSteps;
import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.failure.FaultCounts;
import io.camelnextmv.failure.HeldSteps;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.failure.OtherTickets;
import io.camelnextmv.journal.JournalBeans;
import io.camelnextmv.journal.TicketMdc;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.settings.CloudSettings.Http;
import org.apache.camel.CamelContext;

/** The beans of the rules for what fails, 90-errors. */
public final class ErrorBeans {
    private final Common common;

    /** @param common what they need of others */
    public ErrorBeans(Common common) {
        this.common = common;
    }

    /**
     * What others need of the rules for errors.
     *
     * @param lastResort      what got stuck
     * @param redeliveryDelay when a step is tried again
     * @param steps           which steps hang
     */
    public record Errors(LastResort lastResort, RedeliveryDelay redeliveryDelay, HeldSteps steps) {
    }

    /**
     * 90-errors.
     *
     * @param fatal what is done about errors that no process survives
     */
    public Errors errors(FatalErrors fatal) {
        CloudBeans cloud = common.cloud();
        CamelContext context = common.context();
        LastResort lastResort = common.bind("nextmvLastResort", new LastResort(common.tickets(),
                common.resilience().maxUnexpected(), common.mapper(), common.clock()));
        Http http = common.settings().cloud().http();
        HeldSteps steps = HeldSteps.ofTickets(http.connectTimeout().plus(http.responseTimeout()), System::nanoTime);
        context.addRoutePolicyFactory(steps);
        cloud.turns().tell(steps);
        FailingSteps failing = common.bind("nextmvStepIsOver", new FailingSteps(
                new FaultCounts(common.tickets(), common.mapper()),
                new BlamedFaults(cloud.accounts().main().faults(), NotYet::isBehind),
                new OtherTickets(common.tickets(), cloud.accounts()), common.resilience().giveUps().step(),
                common.stopping()::get, common.clock()));
        context.addRoutePolicyFactory(failing);
        common.bind("nextmvCannotBeHad", CannotBeHad.ofExtras(failing));
        common.bind("nextmvApiRefuses", CannotBeHad.ofResults(failing));
        context.getCamelContextExtension().addInterceptStrategy(
                new ErrorBoundary(fatal, lastResort, common.stopping()::get));
        RedeliveryDelay again = new RedeliveryDelay(common.resilience().retry(), cloud.accounts().main().faults(),
                common.stopping(), common.timers(), lastResort);
        TicketMdc mdc = JournalBeans.addTo(context, common.tickets(), common.clock());
        common.bind("nextmvRedeliveryDelay", mdc.told(again));
        return new Errors(lastResort, again, steps);
    }
}
