package io.camelnextmv.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.camelnextmv.ticket.Ticket.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {

    @Test
    void whatALookHasConcludedIsCommittedByItselfBeforeAnythingIsPreparedOrSentAgain() {
        assertThat(Step.LOOK_UP.next(State.CLAIMED)).isEqualTo(Step.PREPARE);
        assertThat(Step.LOOK_UP.next(State.SUBMITTED)).isEqualTo(Step.CHECK);
        assertThat(Step.LOOK_UP.next(State.ENDED)).isEqualTo(Step.DELIVER);
    }

    @Test
    void whatIsPreparedIsSubmitted() {
        assertThat(Step.PREPARE.next(State.CLAIMED)).isEqualTo(Step.SUBMIT);
        assertThat(Step.SUBMIT.next(State.SUBMITTING)).isEqualTo(Step.LOOK_UP);
    }

    @ParameterizedTest
    @CsvSource({"CLAIMED, PREPARE", "SUBMITTING, LOOK_UP", "SUBMITTED, CHECK", "ENDED, DELIVER", "DELIVERED, NONE"})
    void whatAStateAsksForIsSaidHereAndNotInTheTicketsFile(State state, Step step) throws Exception {
        Instant now = Instant.EPOCH;
        Ticket claimed = Ticket.claimed(new TicketName("abc"), "a.json", "app", Optional.empty(), RunPlan.NONE, now);
        Ticket ended = claimed.ended(Ending.succeeded(now, 1, 0, Optional.empty()));
        Ticket ticket = switch (state) {
            case CLAIMED -> claimed;
            case SUBMITTING -> claimed.submitting(now);
            case SUBMITTED -> claimed.submitting(now).submitted("run-1", now, Duration.ofHours(1));
            case ENDED -> ended;
            case DELIVERED -> ended.deliveredAs("a").delivered();
        };

        assertThat(ticket.step()).isEqualTo(step);
        assertThat(JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule()).build()
                .valueToTree(ticket).has("step")).isFalse();
    }
}
