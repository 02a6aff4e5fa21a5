/** From the inbox, or a message, to a ticket: which files are taken, in which order, how many, and by what headers. */
package io.camelnextmv.pickup;
