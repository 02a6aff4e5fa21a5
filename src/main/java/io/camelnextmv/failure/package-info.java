/** What goes wrong with the process itself: errors that no process survives, steps that hang, tickets that get nowhere. */
package io.camelnextmv.failure;
