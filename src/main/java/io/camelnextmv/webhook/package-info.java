/** Events of the service: whether one is genuine, and which run it is about. An event is a hint, never the truth. */
package io.camelnextmv.webhook;
