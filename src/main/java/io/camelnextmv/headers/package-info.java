/** The names of what our messages carry. */
package io.camelnextmv.headers;
