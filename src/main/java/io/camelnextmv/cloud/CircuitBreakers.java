package io.camelnextmv.cloud;

/**
 * The circuit breakers of the two services.
 *
 * @param api     whether requests get through to the API
 * @param storage whether requests get through to the object storage
 */
public record CircuitBreakers(CircuitBreaker api, CircuitBreaker storage) {
}
