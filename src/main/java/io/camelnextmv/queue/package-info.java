/** One question for all that wait: the account's queue, asked for once and shared for a moment. */
package io.camelnextmv.queue;
