/** The ticket, the durable record of one run, as records: what it says, which step is next, how it ended. */
package io.camelnextmv.ticket;
