/** The settings: read once at the start, checked at once, and from then on typed values. */
package io.camelnextmv.settings;
