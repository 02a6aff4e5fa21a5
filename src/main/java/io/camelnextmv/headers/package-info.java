/**
 * What our messages carry: the names of headers and slots, what stands in slots that several rooms know, and what other makers
 * call theirs.
 */
package io.camelnextmv.headers;
