/** When a step is tried again: the one place where a delay grows, and the timers of all that wait. */
package io.camelnextmv.retry;
