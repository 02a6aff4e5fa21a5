/** The ports that are listened on: how many connections, and for how long. */
package io.camelnextmv.listener;
