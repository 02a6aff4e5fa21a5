/** Figures for those who watch: the only room that knows Micrometer, which an application need not have. */
package io.camelnextmv.metrics;
