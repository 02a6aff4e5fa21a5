/**
 * The gateway's routes in a Spring Boot application: its settings are the application's own, its health and its meters are
 * Actuator's, and events are taken by the application's server.
 */
package io.camelnextmv.boot;
