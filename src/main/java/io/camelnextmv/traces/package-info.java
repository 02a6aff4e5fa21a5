/** Traces for those who watch: the only room that knows OpenTelemetry, which is there only where an operator has put it. */
package io.camelnextmv.traces;
