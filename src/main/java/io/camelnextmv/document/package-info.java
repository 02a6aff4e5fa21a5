/** Small documents that somebody else wrote, read within bounds: whatever they hold, they cost little and end. */
package io.camelnextmv.document;
