/** Whoever sent an input and waits: for the id of its run, or for its output. */
package io.camelnextmv.reply;
