/** HTTP inputs: inputs are posted, and whoever posted one asks for its state and its output. */
package io.camelnextmv.posted;
