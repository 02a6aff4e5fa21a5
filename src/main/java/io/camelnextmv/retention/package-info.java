/** What is kept for how long: archive, outbox, and what tells a message's second delivery apart. */
package io.camelnextmv.retention;
