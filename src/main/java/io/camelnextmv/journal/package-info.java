/** What is said of the tickets to whoever reads the log: the line of each event, whose line it is, and how it stands. */
package io.camelnextmv.journal;
