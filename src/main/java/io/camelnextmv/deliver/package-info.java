/** Brings home what a run gave: output, error report, names that overwrite nothing, files complete or not at all. */
package io.camelnextmv.deliver;
