/**
 * Brings home what a run gave, into folders and in messages: output, error report, names that overwrite nothing, files complete
 * or not at all.
 */
package io.camelnextmv.deliver;
