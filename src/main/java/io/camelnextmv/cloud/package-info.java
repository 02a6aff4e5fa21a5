/**
 * Nextmv Cloud's wire: the records of its answers, what a refusal means and whose fault it is, and the circuit breaker that
 * opens when nothing gets through. The facts are those of the run API's public documentation.
 */
package io.camelnextmv.cloud;
