/** What JMS, and Artemis beneath it, calls the things that have headers of ours; nobody else's package knows it. */
package io.camelnextmv.jms;
