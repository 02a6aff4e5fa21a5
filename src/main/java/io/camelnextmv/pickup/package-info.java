/** From the inbox to a ticket: which files are taken, in which order, and how many. */
package io.camelnextmv.pickup;
