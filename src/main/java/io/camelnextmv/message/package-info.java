/** Inputs that come in messages, and those who wait for what becomes of them. */
package io.camelnextmv.message;
