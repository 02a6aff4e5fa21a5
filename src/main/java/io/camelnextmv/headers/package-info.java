/** What our messages carry: the names of headers and slots, and what other makers call theirs. */
package io.camelnextmv.headers;
