/** Tickets that wait in a broker, where any gateway can make their next step. */
package io.camelnextmv.bus;
