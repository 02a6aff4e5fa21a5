/** Kafka's clients as the gateway wants them; nobody else's package knows it, so that Kafka need not be there. */
package io.camelnextmv.kafka;
