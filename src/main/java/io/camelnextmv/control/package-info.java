/** Steering what is on its way: whom a name means, and what is done to it. */
package io.camelnextmv.control;
