/** The limits of the account: how many requests may be sent, who waits for a turn, and how much of it is used. */
package io.camelnextmv.limits;
