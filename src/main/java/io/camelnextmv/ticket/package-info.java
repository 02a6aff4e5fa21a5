/**
 * The ticket, the durable record of one run, and its store: one folder a ticket under {@code work/}.
 * What is on disk here is the truth; everything in memory can be rebuilt from it.
 */
package io.camelnextmv.ticket;
