/** What editors are told: made of the code and of its documentation, and written to {@code docs/}. */
package io.camelnextmv.schema;
