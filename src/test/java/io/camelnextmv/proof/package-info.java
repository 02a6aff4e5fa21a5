/**
 * The proof that nothing is lost and nothing is run twice: the real jar as a process, killed and cut off wherever it can
 * be, and counted in the end.
 */
package io.camelnextmv.proof;
