package io.camelnextmv.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.ticket.Ticket.State;
import org.junit.jupiter.api.Test;

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
}
