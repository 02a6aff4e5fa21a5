/** Delay and check: when the next question is due, what its answer means, and the timers of all that wait. */
package io.camelnextmv.await;
