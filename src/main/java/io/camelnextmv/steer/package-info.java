/** Steering what is on its way, by whoever may: whom a name means, what is done to it, and what other processes are told. */
package io.camelnextmv.steer;
