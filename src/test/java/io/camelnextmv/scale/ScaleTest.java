package io.camelnextmv.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.camelnextmv.bench.BenchFile;
import io.camelnextmv.bench.Constants;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docs/scale.md} reckons is what happens, where it can be tried. */
class ScaleTest {
    private static final int TWENTY_MINUTES = 1200;

    private static Scenario scenario(double perSecond, int gateways, int concurrent, int pageSize) {
        return new Scenario(new Scenario.Load(perSecond * 86_400, 0, RunTimes.around(30, 1)),
                new Scenario.Account(Scenario.shippedLimits(), concurrent, pageSize), Scenario.shipped().of(gateways),
                ScaleBench.FAR);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "4.5, 1, 0", "3, 4, 0", "2, 1, 50"})
    void modelAndSimulationAgreeOnRequestsARunAndTheTimeToTheFile(double perSecond, int gateways, int pageSize) {
        Scenario scenario = scenario(perSecond, gateways, 10_000, pageSize);
        Capacity model = new Capacity(scenario);

        Figures figures = Simulation.of(scenario, TWENTY_MINUTES, 1);

        // What is not delivered yet has cost requests too, so the end of so short a time counts for a little more.
        assertThat(model.requestsARun(perSecond)).isCloseTo(figures.requestsARun(), withPercentage(8));
        assertThat(model.end(perSecond)).isCloseTo(figures.end(50), withPercentage(10));
    }

    @ParameterizedTest
    @CsvSource({"7, 1, 10000, runs", "5, 4, 10000, runs", "2, 1, 50, runs at the same time"})
    void whatIsTooMuchWaitsAtTheRateThatTheModelSays(double perSecond, int gateways, int concurrent, String binds) {
        // However many wait for their runs: what binds is to be the account.
        Scenario few = scenario(perSecond, gateways, concurrent, 0);
        Scenario scenario = new Scenario(few.load(), few.account(), few.gateways().holding(1_000_000), few.way());
        Capacity model = new Capacity(scenario);

        Figures figures = Simulation.of(scenario, 3 * TWENTY_MINUTES, 1);

        assertThat(model.first()).isEqualTo(binds);
        double behind = figures.dropped - figures.delivered;
        assertThat((perSecond - model.most()) * 3 * TWENTY_MINUTES).isCloseTo(behind, withPercentage(12));
    }

    @Test
    void noLimitIsEverExceeded() {
        Figures figures = Simulation.of(scenario(8, 2, 10_000, 0), TWENTY_MINUTES, 1);

        Scenario.shippedLimits().forEach((kind, limit) -> assertThat(figures.busiest(kind)).as("%s", kind)
                .isLessThanOrEqualTo(limit.most() / (limit.per().toNanos() / 1e9)));
    }

    @Test
    void aSeedGivesTheSameAgain() {
        Scenario scenario = scenario(3, 2, 100, 0);

        Figures once = Simulation.of(scenario, TWENTY_MINUTES, 7);
        Figures again = Simulation.of(scenario, TWENTY_MINUTES, 7);

        assertThat(List.of(again.requests(), again.delivered, again.end(99), again.looks))
                .isEqualTo(List.of(once.requests(), once.delivered, once.end(99), once.looks));
        assertThat(Simulation.of(scenario, TWENTY_MINUTES, 8).requests()).isNotEqualTo(once.requests());
    }

    /** The rules of the looks are repeated in the simulation: if those of the gateway change, this is where it is noticed. */
    @Test
    void theSimulationTakesAsManyRequestsARunAsTheGatewayWasMeasuredToTake() throws IOException {
        Figures figures = Simulation.ofAtOnce(Compared.asMeasured(), 300, 300, 1);

        assertThat(figures.delivered).isEqualTo(300);
        assertThat(figures.requestsARun()).isCloseTo(Constants.kept().value("requests-a-run").orElseThrow(),
                withPercentage(10));
    }

    @Test
    void benchesOfTwoSizesAreCompared() throws IOException {
        BenchFile small = measured(1000, 7.4);
        BenchFile large = measured(10_000, 43.4);

        assertThat(Compared.runs(Constants.kept(), List.of(small))).singleElement().asString().contains("not compared");
        assertThat(Compared.runs(Constants.kept(), List.of(large, small))).singleElement().asString()
                .contains("CPU of 1000 runs: foretold ", "measured 7.40 s");
    }

    private static BenchFile measured(int runs, double seconds) {
        return new BenchFile("runs", "", "", "", "", List.of(Map.of("runs", runs, "cpu_s", seconds)));
    }

    @Test
    void aLimitIsSharedInWholeRequests() {
        assertThat(new Capacity(scenario(1, 1, 100, 0)).ceilings().get("runs")).isCloseTo(4.85, within(0.01));
        assertThat(new Capacity(scenario(1, 4, 100, 0)).ceilings().get("runs")).isCloseTo(3.88, within(0.01));
        assertThat(new Capacity(scenario(1, 10, 100, 0)).ceilings().get("runs")).isCloseTo(4.85, within(0.01));
    }
}
