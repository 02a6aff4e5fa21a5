/** From a ticket to a run: one request, its answer, and what to do when the answer was lost. */
package io.camelnextmv.submit;
