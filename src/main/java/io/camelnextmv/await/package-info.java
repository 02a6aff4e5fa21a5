/** Delay and check: when the next check is due, what it finds, and one look at the account's queue for all that wait. */
package io.camelnextmv.await;
